package org.dromedary.operate.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Slows down who guesses. Who has failed some times from one address waits, each time longer, up to five minutes. An
 * account at which many have failed makes everyone wait up to a minute, but for this machine and addresses from which
 * it was logged in to: nobody can keep its owner out.
 */
final class LoginThrottle {

    private static final int FREE_PER_ADDRESS = 5;
    private static final Duration MAX_WAIT_PER_ADDRESS = Duration.ofMinutes(5);
    private static final int FREE_PER_ACCOUNT = 20;
    private static final Duration MAX_WAIT_PER_ACCOUNT = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    private static final int KEPT = 10_000;

    private final InstantSource clock;
    private final Map<String, Failures> ofAddress = bounded();
    private final Map<String, Failures> ofAccount = bounded();
    private final Map<String, Set<String>> known = bounded();

    LoginThrottle(InstantSource clock) {
        this.clock = clock;
    }

    private record Failures(int number, Instant latest, Instant until) {
    }

    /** How long that address must wait before it may try; zero: not at all. */
    synchronized Duration wait(String account, String address) {
        Instant now = clock.instant();
        Duration wait = left(ofAddress.get(network(address)), now);
        return wait.isZero() && !isTrusted(account, address) ? left(ofAccount.get(account), now) : wait;
    }

    synchronized void failed(String account, String address) {
        Instant now = clock.instant();
        count(ofAddress, network(address), FREE_PER_ADDRESS, MAX_WAIT_PER_ADDRESS, now);
        count(ofAccount, account, FREE_PER_ACCOUNT, MAX_WAIT_PER_ACCOUNT, now);
    }

    synchronized void succeeded(String account, String address) {
        ofAddress.remove(network(address));
        known.computeIfAbsent(account, name -> new HashSet<>()).add(network(address));
    }

    private boolean isTrusted(String account, String address) {
        return isLoopback(address) || known.getOrDefault(account, Set.of()).contains(network(address));
    }

    private static void count(Map<String, Failures> failures, String key, int free, Duration longest, Instant now) {
        Failures before = failures.get(key);
        boolean fresh = before == null || before.latest.plus(FORGOTTEN_AFTER).isBefore(now);
        int number = fresh ? 1 : before.number + 1;
        Duration wait = number < free ? Duration.ZERO
                : Duration.ofSeconds(1L << Math.min(number - free, 20));
        failures.put(key, new Failures(number, now, now.plus(wait.compareTo(longest) > 0 ? longest : wait)));
    }

    private static Duration left(Failures failures, Instant now) {
        return failures == null || !now.isBefore(failures.until) ? Duration.ZERO
                : Duration.between(now, failures.until);
    }

    /** Who has one address of IPv6 has the 2⁶⁴ of its network. */
    private static String network(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 4 ? InetAddress.getByAddress(bytes).getHostAddress()
                    : HexFormat.of().formatHex(Arrays.copyOf(bytes, 8));
        } catch (UnknownHostException e) {
            return address;
        }
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }

    private static <T> Map<String, T> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > KEPT;
            }
        };
    }
}
