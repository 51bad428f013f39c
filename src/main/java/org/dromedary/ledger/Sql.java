package org.dromedary.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;

/** Statements over connections of the current transaction, or over one connection of a process without transactions. */
public final class Sql {

    /** MariaDB's codes for a full disk, and for a table that can't grow for want of one. */
    private static final Set<Integer> DISK_FULL = Set.of(1021, 1114);

    private final Connections connections;

    private Sql(Connections connections) {
        this.connections = connections;
    }

    /** Each statement takes a connection from the pool; within a transaction that is always the same one. */
    public static Sql over(DataSource dataSource) {
        return new Sql(new Connections() {
            @Override
            public Connection take() throws SQLException {
                return dataSource.getConnection();
            }

            @Override
            public void giveBack(Connection connection) throws SQLException {
                connection.close();
            }
        });
    }

    /** All statements use that connection, which stays open. */
    public static Sql over(Connection connection) {
        return new Sql(new Connections() {
            @Override
            public Connection take() {
                return connection;
            }

            @Override
            public void giveBack(Connection used) {
                // Its owner closes it.
            }
        });
    }

    /** Runs one statement; returns the number of rows. */
    public int update(String statement, Object... parameters) {
        return with(statement, parameters, PreparedStatement::executeUpdate);
    }

    /** Runs one query, or an insert with {@code returning}; returns its rows. */
    public <T> List<T> query(String statement, Row<T> row, Object... parameters) {
        return with(statement, parameters, prepared -> {
            List<T> rows = new ArrayList<>();
            try (ResultSet results = prepared.executeQuery()) {
                while (results.next()) {
                    rows.add(row.of(results));
                }
            }
            return rows;
        });
    }

    /** Runs one query whose rows are too many to keep; they come from the server as they are read. */
    public void forEach(String statement, Rows rows, Object... parameters) {
        with(statement, parameters, prepared -> {
            prepared.setFetchSize(1000);
            try (ResultSet results = prepared.executeQuery()) {
                while (results.next()) {
                    rows.accept(results);
                }
            }
            return null;
        });
    }

    /** Runs statements as one transaction, where none is begun by the container. */
    public <T> T inTransaction(Function<Sql, T> work) {
        try {
            Connection connection = connections.take();
            try {
                connection.setAutoCommit(false);
                T result = work.apply(over(connection));
                connection.commit();
                return result;
            } catch (RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
                connections.giveBack(connection);
            }
        } catch (SQLException e) {
            throw new LedgerException("The ledger did not take a transaction (" + LedgerTrouble.describe(e) + ")", e);
        }
    }

    private <T> T with(String statement, Object[] parameters, Work<T> work) {
        try {
            Connection connection = connections.take();
            try (PreparedStatement prepared = connection.prepareStatement(statement)) {
                for (int i = 0; i < parameters.length; i++) {
                    prepared.setObject(i + 1, parameters[i]);
                }
                return work.run(prepared);
            } finally {
                connections.giveBack(connection);
            }
        } catch (SQLException e) {
            String why = DISK_FULL.contains(e.getErrorCode()) ? ": the disk of the database is full" : "";
            throw new LedgerException("The ledger did not take a statement (" + LedgerTrouble.describe(e)
                    + ")" + why, e);
        }
    }

    private interface Connections {

        Connection take() throws SQLException;

        void giveBack(Connection connection) throws SQLException;
    }

    private interface Work<T> {

        T run(PreparedStatement statement) throws SQLException;
    }

    /** Reads the current row. */
    @FunctionalInterface
    public interface Row<T> {

        T of(ResultSet row) throws SQLException;
    }

    /** Takes the current row. */
    @FunctionalInterface
    public interface Rows {

        void accept(ResultSet row) throws SQLException;
    }
}
