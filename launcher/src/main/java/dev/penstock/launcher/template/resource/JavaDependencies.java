package dev.penstock.launcher.template.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Whether the classes of a Maven project have beside them, in the folder {@code lib} where Lambda looks, the jars that the
 * project needs when it runs. The build puts them there only when it is told to.
 */
final class JavaDependencies {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Set<String> NOT_AT_RUN_TIME = Set.of("test", "provided", "system", "import");

    /** Every Java function has it. */
    private static final Set<String> OF_LAMBDA = Set.of("aws-lambda-java-core");

    private JavaDependencies() {}

    /** A hint when {@code pom.xml} names dependencies and the folder of its classes has no {@code lib}. */
    static List<String> missing(Path code) throws IOException {
        Path folder = code.toAbsolutePath().normalize();
        if (!folder.endsWith(CLASSES) || Files.isDirectory(folder.resolve("lib"))) {
            return List.of();
        }
        Path pom = folder.resolve("../../pom.xml").normalize();
        List<String> names = Files.isRegularFile(pom) ? dependencies(pom) : List.of();
        return names.isEmpty()
                ? List.of()
                : List.of(("%s names %s, and there is no folder lib with their jars in %s: classes of them will not be"
                                + " found; run 'mvn dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=%s'"
                                + " there, or name a jar that has them inside")
                        .formatted(pom, String.join(", ", names), folder, CLASSES.resolve("lib")));
    }

    private static List<String> dependencies(Path pom) throws IOException {
        List<String> names = new ArrayList<>();
        for (Element dependencies : children(read(pom).getDocumentElement(), "dependencies")) {
            for (Element dependency : children(dependencies, "dependency")) {
                String name = text(dependency, "artifactId");
                if (!NOT_AT_RUN_TIME.contains(text(dependency, "scope")) && !OF_LAMBDA.contains(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static Document read(Path pom) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(pom.toFile());
        } catch (ParserConfigurationException | SAXException malformed) {
            throw new IOException("%s is no XML: %s".formatted(pom, malformed.getMessage()), malformed);
        }
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList all = parent.getChildNodes();
        for (int i = 0; i < all.getLength(); i++) {
            Node child = all.item(i);
            if (child instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static String text(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
    }
}
