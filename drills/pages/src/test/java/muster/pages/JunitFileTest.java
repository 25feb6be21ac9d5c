package muster.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.StringReader;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import muster.engine.report.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

class JunitFileTest {

    static Stream<Report> runs() {
        return Runs.all().stream();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void isValid(Report report) throws SAXException {
        Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Objects.requireNonNull(JunitFileTest.class.getResource("/muster/pages/junit.xsd")));
        String text = JunitFile.of(report);
        assertThatCode(() -> schema.newValidator().validate(new StreamSource(new StringReader(text))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void isRedUnlessTheExitCodeIsZero(Report report) {
        Element suite = Dom.parse(JunitFile.of(report)).getDocumentElement();
        int red = Integer.parseInt(suite.getAttribute("failures")) + Integer.parseInt(suite.getAttribute("errors"));
        assertThat(red == 0).isEqualTo(report.findings().exit() == 0);
        assertThat(suite.getAttribute("skipped")).isEqualTo("0");
    }

    @ParameterizedTest
    @MethodSource("runs")
    void countsWhatItHolds(Report report) {
        Document document = Dom.parse(JunitFile.of(report));
        Element suite = document.getDocumentElement();
        assertThat(Dom.all(document, "testcase"))
                .hasSize(Integer.parseInt(suite.getAttribute("tests")))
                .hasSize(report.findings().verdicts().size() + 2);
        assertThat(Dom.all(document, "failure")).hasSize(Integer.parseInt(suite.getAttribute("failures")));
        assertThat(Dom.all(document, "error")).hasSize(Integer.parseInt(suite.getAttribute("errors")));
    }

    @Test
    void aBrokenExpectationIsAFailureWithItsWitness() {
        Document document = Dom.parse(JunitFile.of(Runs.lost()));
        Element failure = problem(document, "lost-writes", "failure");
        assertThat(failure.getAttribute("type")).isEqualTo("broken");
        assertThat(failure.getTextContent()).contains("write 0 of client 0");
    }

    @Test
    void anUndecidedExpectationIsAnError() {
        Element error = problem(Dom.parse(JunitFile.of(Runs.interrupted())), "lost-writes", "error");
        assertThat(error.getAttribute("type")).isEqualTo("undecided");
    }

    @Test
    void somethingUnhealedIsAFailureWithItsRemedy() {
        Element failure = problem(Dom.parse(JunitFile.of(Runs.unhealed())), "everything-healed", "failure");
        assertThat(failure.getTextContent()).contains("start m2 & wait");
    }

    @Test
    void anInterruptedRunIsAnError() {
        Element error = problem(Dom.parse(JunitFile.of(Runs.interrupted())), "run-ended-in-order", "error");
        assertThat(error.getAttribute("message")).contains("signal INT");
    }

    private static Element problem(Document document, String name, String kind) {
        List<Element> cases = Dom.all(document, "testcase").stream()
                .filter(element -> element.getAttribute("name").equals(name))
                .toList();
        assertThat(cases).hasSize(1);
        return (Element) Objects.requireNonNull(
                cases.getFirst().getElementsByTagName(kind).item(0), kind);
    }
}
