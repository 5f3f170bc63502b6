package io.counterfoil.app.architecture;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What a POM says about versions. */
record Pom(Document xml) {

    static Pom read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    static Pom parse(String text) throws IOException {
        try {
            return new Pom(DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text))));
        } catch (ParserConfigurationException | SAXException unreadable) {
            throw new IOException(unreadable);
        }
    }

    /** The folders of the modules that it builds. */
    List<String> modules() {
        return elements(xml.getElementsByTagName("module"))
                .map(Element::getTextContent)
                .toList();
    }

    /** Each version that it names itself; a module has to name its parent's. */
    List<String> ownVersions() {
        return versions()
                .filter(version -> !isIn(version, "parent"))
                .map(Element::getTextContent)
                .toList();
    }

    /** Each version that may be another one tomorrow. Its own is a snapshot until it is released. */
    List<String> unpinnedVersions() {
        Stream<Element> properties = elements(xml.getElementsByTagName("properties"))
                .flatMap(block -> elements(block.getElementsByTagName("*")))
                .filter(property -> property.getNodeName().endsWith(".version"));
        return Stream.concat(versions(), properties)
                .filter(version -> !isIn(version, "project"))
                .filter(version -> !isIn(version, "requireJavaVersion") && !isIn(version, "requireMavenVersion"))
                .map(Element::getTextContent)
                .filter(version -> version.matches(".*[\\[(,].*|.*SNAPSHOT|LATEST|RELEASE"))
                .toList();
    }

    private Stream<Element> versions() {
        return elements(xml.getElementsByTagName("version"));
    }

    private static boolean isIn(Element element, String parent) {
        return element.getParentNode().getNodeName().equals(parent);
    }

    private static Stream<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).map(Element.class::cast);
    }
}
