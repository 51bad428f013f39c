package org.dromedary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dromedary.testing.Peers;
import org.dromedary.testing.ServicesResource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Errors as a real server, its driver, the pool and the transactions give them. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(ServicesResource.class)
class LedgerTroubleTest {

    @Inject
    DataSource dataSource;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @BeforeEach
    void makeATable() {
        Sql.over(dataSource).update("""
                create or replace table trouble_test (id int primary key, a varchar(4) character set ascii unique,
                    n tinyint, parent int, foreign key (parent) references trouble_test (id)) engine = InnoDB""");
        Sql.over(dataSource).update("insert into trouble_test (id) values (1), (2)");
    }

    private Connection connect(String options) throws SQLException {
        return DriverManager.getConnection(url + options, user, password);
    }

    private void kill(Connection victim) {
        long id = Sql.over(victim).query("select connection_id()", row -> row.getLong(1)).get(0);
        Sql.over(dataSource).update("kill " + id);
    }

    private static void isTransient(ThrowingCallable work) {
        Throwable thrown = catchThrowable(work);
        assertThat(thrown).isNotNull();
        assertThat(LedgerTrouble.isOfDatabase(thrown)).as("%s", thrown).isTrue();
        assertThat(LedgerTrouble.isTransient(thrown)).as("%s", LedgerTrouble.describe(thrown)).isTrue();
        assertThat(LedgerTrouble.isTransient(new IllegalStateException("in other words", thrown))).isTrue();
    }

    private static void comesAgain(ThrowingCallable work, String description) {
        Throwable thrown = catchThrowable(work);
        assertThat(thrown).isNotNull();
        assertThat(LedgerTrouble.isOfDatabase(thrown)).as("%s", thrown).isTrue();
        assertThat(LedgerTrouble.isTransient(thrown)).as("%s", thrown).isFalse();
        assertThat(LedgerTrouble.describe(thrown)).contains(description);
    }

    private void statement(String text, Object... parameters) {
        Sql.over(dataSource).update(text, parameters);
    }

    @Nested
    class WhatIsWrongWithAStatement {

        @Test
        void valueThatDoesNotFit() {
            comesAgain(() -> statement("insert into trouble_test (id, a) values (3, 'abcde')"), "22001, error 1406");
            comesAgain(() -> statement("insert into trouble_test (id, n) values (3, 1000)"), "22003, error 1264");
            comesAgain(() -> statement("insert into trouble_test (id, n) values (3, 'x')"), "error 1366");
        }

        @Test
        void charactersThatTheColumnHasNot() {
            comesAgain(() -> statement("insert into trouble_test (id, a) values (3, ?)", "\u00e9"), "error 1366");
            comesAgain(() -> statement("update trouble_test set n = 1 where a = ?", "\u4e2d"), "error 1267");
        }

        @Test
        void constraints() {
            comesAgain(() -> statement("insert into trouble_test (id) values (1)"), "23000, error 1062");
            comesAgain(() -> statement("insert into trouble_test (id, parent) values (3, 99)"), "23000, error 1452");
        }

        @Test
        void language() {
            comesAgain(() -> statement("insert inso trouble_test"), "42000, error 1064");
            comesAgain(() -> statement("select nothing from trouble_test"), "42S22, error 1054");
        }

        @Test
        void moreBytesThanTheServerTakes() {
            comesAgain(() -> {
                try (Connection connection = connect("&maxAllowedPacket=1000000")) {
                    Sql.over(connection).query("select length(?)", row -> row.getInt(1), new byte[2_000_000]);
                }
            }, "SQL");
        }

        @Test
        void entityThatIsRefusedAtTheCommit() {
            comesAgain(() -> QuarkusTransaction.requiringNew().run(() -> {
                Batch batch = new Batch();
                batch.name = "n".repeat(500);
                batch.selection = "";
                batch.createdAt = LocalDateTime.now();
                batch.persist();
            }), "22001");
            comesAgain(() -> QuarkusTransaction.requiringNew().run(() -> {
                QueryWindow window = new QueryWindow();
                window.createdAt = LocalDateTime.now();
                window.fromTime = "1".repeat(99);
                window.persist();
                window.toTime = "2".repeat(99);
            }), "22001");
        }

        @Test
        void logNamesNoValue() {
            statement("update trouble_test set a = 'DOE' where id = 1");
            Throwable thrown = catchThrowable(() -> statement("update trouble_test set a = ? where id = 2", "DOE"));
            StringWriter log = new StringWriter();
            LedgerTrouble.withoutValues(new IllegalStateException("DOE", thrown)).printStackTrace(new PrintWriter(log));
            assertThat(log.toString()).doesNotContain("DOE").contains("error 1062").contains("LedgerTroubleTest");
            assertThat(thrown.getMessage()).doesNotContain("DOE");
        }
    }

    @Nested
    class WhatMayPass {

        @Test
        void serverOutOfReach() {
            isTransient(() -> DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + Peers.freePort() + "/x"));
            isTransient(() -> DriverManager.getConnection(url, user, "wrong"));
        }

        @Test
        void connectionThatWasKilled() throws SQLException {
            try (Connection connection = connect("")) {
                kill(connection);
                isTransient(() -> Sql.over(connection).update("update trouble_test set n = 1"));
            }
        }

        @Test
        void connectionThatIsKilledBeforeTheCommit() {
            isTransient(() -> QuarkusTransaction.requiringNew().run(() -> {
                statement("update trouble_test set n = 1 where id = 1");
                long id = Sql.over(dataSource).query("select connection_id()", row -> row.getLong(1)).get(0);
                try (Connection other = connect("")) {
                    Sql.over(other).update("kill " + id);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }

        @Test
        void transactionWhoseTimeIsUp() {
            isTransient(() -> QuarkusTransaction.requiringNew().timeout(1).run(() -> {
                Sql.over(dataSource).query("select sleep(3)", row -> row.getInt(1));
                statement("update trouble_test set n = 1 where id = 1");
            }));
        }

        @Test
        void locks() throws SQLException {
            try (Connection holder = connect(""); Connection waiting = connect("")) {
                holder.setAutoCommit(false);
                Sql.over(holder).update("update trouble_test set n = 1 where id = 1");
                Sql.over(waiting).update("set session innodb_lock_wait_timeout = 1");
                isTransient(() -> Sql.over(waiting).update("update trouble_test set n = 2 where id = 1"));
                holder.rollback();
            }
        }

        @Test
        void deadlock() throws SQLException {
            try (Connection one = connect(""); Connection two = connect("")) {
                one.setAutoCommit(false);
                two.setAutoCommit(false);
                Sql.over(one).update("update trouble_test set n = 1 where id = 1");
                Sql.over(two).update("update trouble_test set n = 1 where id = 2");
                CompletableFuture<Throwable> first = CompletableFuture.supplyAsync(() -> catchThrowable(
                        () -> Sql.over(one).update("update trouble_test set n = 1 where id = 2")));
                Throwable second = catchThrowable(
                        () -> Sql.over(two).update("update trouble_test set n = 1 where id = 1"));
                two.rollback();
                Throwable victim = second == null ? first.join() : second;
                assertThat(LedgerTrouble.describe(victim)).contains("40001, error 1213");
                assertThat(LedgerTrouble.isTransient(victim)).isTrue();
                first.join();
                one.rollback();
            }
        }

        @Test
        void readOnly() throws SQLException {
            try (Connection connection = connect("")) {
                Sql.over(connection).update("set session transaction read only");
                isTransient(() -> Sql.over(connection).update("update trouble_test set n = 1"));
            }
        }

        @Test
        void statementThatWasGivenItsTime() throws SQLException {
            try (Connection connection = connect("")) {
                Sql.over(connection).update("set session max_statement_time = 0.2");
                isTransient(() -> Sql.over(connection).query(
                        "select count(*) from information_schema.columns a, information_schema.columns b,"
                        + " information_schema.columns c", row -> row.getInt(1)));
            }
        }

        @Test
        void poolWithoutAFreeConnection() throws SQLException {
            AgroalDataSourceConfigurationSupplier one = new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(1).acquisitionTimeout(Duration.ofMillis(100))
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url)
                                    .principal(new NamePrincipal(user)).credential(new SimplePassword(password))));
            AgroalDataSource pool = AgroalDataSource.from(one);
            try (Connection only = pool.getConnection()) {
                assertThat(only.isClosed()).isFalse();
                isTransient(pool::getConnection);
            }
            pool.close();
            isTransient(pool::getConnection);
        }
    }

    @Test
    void otherErrorsAreNoneOfTheDatabase() {
        assertThat(LedgerTrouble.isOfDatabase(new IllegalStateException("?"))).isFalse();
        assertThat(LedgerTrouble.isTransient(new NullPointerException())).isFalse();
        assertThat(LedgerTrouble.describe(new NullPointerException("a value"))).isEqualTo("NullPointerException");
    }
}
