package example.handlers;

import java.util.Map;

/** Looks at the libraries it was packed with. */
public class LibraryHandler {

    public String jackson(Map<String, Object> event) throws ClassNotFoundException {
        return Class.forName("com.fasterxml.jackson.core.Version").getPackage().getImplementationVersion();
    }

    public String host(Map<String, Object> event) {
        try {
            return Class.forName("dev.penstock.functions.Functions").getName();
        } catch (ClassNotFoundException hidden) {
            return "hidden";
        }
    }

    public int printing(String text) {
        for (int i = 0; i < 200; i++) {
            System.out.println(text + " " + i);
        }
        return 200;
    }
}
