package org.dromedary.operate.cli.dicom;

import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.dromedary.dicom.ul.AssociationRejectedException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the tools share: output streams, and one clear line with exit code 1 in place of a stack trace. */
abstract class DicomTool implements Callable<Integer> {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int SOME_UNREADABLE = 2;

    @Spec
    private CommandSpec spec;

    /** Does the work; returns the exit code. */
    abstract int run() throws Exception;

    /** What was being done, for the line about an error: {@code C-ECHO with PACS at host:104}. */
    abstract String activity();

    @Override
    public final Integer call() {
        try {
            return run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            error(activity() + ": interrupted.");
        } catch (UsageException e) {
            error(e.getMessage());
        } catch (Exception e) {
            error(activity() + " failed: " + words(e));
        }
        return FAILED;
    }

    /** The error in words with what to do about it, on one line. */
    static String words(Throwable error) {
        String message = error.getMessage() == null ? "" : error.getMessage().replaceAll("\\s+", " ").trim();
        if (caused(error, UnknownHostException.class) || caused(error, UnresolvedAddressException.class)) {
            return "the host name is not known. Check its spelling and the name server.";
        }
        if (caused(error, ConnectException.class)) {
            return "nothing accepts connections there. Check host and port, and that the peer runs.";
        }
        if (error instanceof AssociationRejectedException) {
            return ended(message) + " Check both AE titles, and that the peer knows ours.";
        }
        if (error instanceof NoSuchFileException) {
            return "there is no file or folder " + message + ".";
        }
        if (error instanceof AccessDeniedException) {
            return "no permission for " + message + ".";
        }
        return message.isEmpty() ? error.getClass().getSimpleName() : message;
    }

    private static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    private static boolean caused(Throwable error, Class<? extends Throwable> by) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < 8; depth++, cause = cause.getCause()) {
            if (by.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final void print(String line) {
        out().println(line);
        out().flush();
    }

    final void error(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
