package dev.penstock.functions.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.aws.AwsException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFilterTest {

    @ParameterizedTest(name = "{0} against {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // numbers
                "{t:55}                       | {t:[{numeric:['>',50]}]}                | true",
                "{t:'55'}                     | {t:[{numeric:['>',50]}]}                | false",
                "{t:50}                       | {t:[{numeric:['>',50,'<=',60]}]}        | false",
                "{t:60}                       | {t:[{numeric:['>',50,'<=',60]}]}        | true",
                "{t:60}                       | {t:[{numeric:['=',60]}]}                | true",
                "{t:300.0}                    | {t:[300]}                               | true",
                "{t:3.0e2}                    | {t:[300]}                               | true",
                "{t:300}                      | {t:['300']}                             | false",
                "{t:-1.5}                     | {t:[{numeric:['<',0]}]}                 | true",
                // booleans, null, absence
                "{t:true}                     | {t:[true]}                              | true",
                "{t:true}                     | {t:['true']}                            | false",
                "{t:null}                     | {t:[null]}                              | true",
                "{u:1}                        | {t:[null]}                              | false",
                "{t:''}                       | {t:['']}                                | true",
                // exists looks at leaves only
                "{t:5}                        | {t:[{exists:true}]}                     | true",
                "{t:null}                     | {t:[{exists:true}]}                     | true",
                "{t:{a:1}}                    | {t:[{exists:true}]}                     | false",
                "{t:[]}                       | {t:[{exists:true}]}                     | false",
                "{t:{a:1}}                    | {t:[{exists:false}]}                    | true",
                "{u:1}                        | {t:[{exists:false}]}                    | true",
                "{t:1}                        | {t:[{exists:false}]}                    | false",
                // arrays
                "{t:[1,2,3]}                  | {t:[2]}                                 | true",
                "{t:[1,2,3]}                  | {t:[4]}                                 | false",
                "{r:[{t:1,u:2},{t:3,u:4}]}    | {r:{t:[1],u:[4]}}                       | false",
                "{r:[{t:1,u:2},{t:3,u:4}]}    | {r:{t:[3],u:[4]}}                       | true",
                // anything-but
                "{t:'b'}                      | {t:[{'anything-but':['a']}]}            | true",
                "{t:'a'}                      | {t:[{'anything-but':['a']}]}            | false",
                "{t:5}                        | {t:[{'anything-but':['a']}]}            | true",
                "{t:null}                     | {t:[{'anything-but':['a']}]}            | true",
                "{u:1}                        | {t:[{'anything-but':['a']}]}            | false",
                "{t:'ab'}                     | {t:[{'anything-but':{prefix:'b'}}]}     | true",
                // texts
                "{t:'Abc'}                    | {t:[{'equals-ignore-case':'aBC'}]}      | true",
                "{t:'abc'}                    | {t:[{prefix:'ab'}]}                     | true",
                "{t:'abc'}                    | {t:[{suffix:'bc'}]}                     | true",
                "{t:'abc'}                    | {t:[{suffix:'ab'}]}                     | false",
                "{t:'a/b/c'}                  | {t:[{wildcard:'a/*/c'}]}                | true",
                "{t:'a/b/d'}                  | {t:[{wildcard:'a/*/c'}]}                | false",
                "{t:'10.0.0.7'}               | {t:[{cidr:'10.0.0.0/24'}]}              | true",
                "{t:'10.0.1.7'}               | {t:[{cidr:'10.0.0.0/24'}]}              | false",
                // combinations
                "{a:1,b:9}                    | {$or:[{a:[1]},{b:[2]}]}                 | true",
                "{a:2,b:2}                    | {$or:[{a:[1]},{b:[2]}]}                 | true",
                "{a:2,b:1}                    | {$or:[{a:[1]},{b:[2]}]}                 | false",
                "{a:1,b:2}                    | {a:[1],b:[2]}                           | true",
                "{a:1,b:3}                    | {a:[1],b:[2]}                           | false",
                "{a:2}                        | {a:[1],a:[2]}                           | true",
                "{a:1}                        | {a:[1],a:[2]}                           | false",
                "{a:{b:{c:'x'}}}              | {a:{b:{c:['x']}}}                       | true"
            })
    void matches(String payload, String dataPattern, boolean expected) {
        var filter = RecordFilter.of(List.of("{\"data\":" + json(dataPattern) + "}"));

        boolean matched = filter.matches(ViewedRecord.of(json(payload)));

        assertThat(matched).isEqualTo(expected);
    }

    @ParameterizedTest(name = "refuses {0}")
    @ValueSource(
            strings = {
                "just text",
                "{broken",
                "",
                "null",
                "5",
                "[]",
                "[\"data\"]",
                "{}",
                "{'data':{}}",
                "{'data':[]}",
                "{'data':{'t':[]}}",
                "{'data':{'t':55}}",
                "{'data':'x'}",
                "{'data':null}",
                "{'data':{'t':{}}}",
                "{'data':{'t':[{'like':'x'}]}}",
                "{'data':{'t':[{}]}}",
                "{'data':{'t':[{'numeric':['>']}]}}",
                "{'data':{'t':[{'numeric':['!',5]}]}}",
                "{'data':{'t':[{'numeric':['>','5']}]}}",
                "{'data':{'t':[{'exists':'yes'}]}}",
                "{'data':{'t':[{'prefix':5}]}}",
                "{'data':{'t':[{'cidr':'10.0.0.0/99'}]}}",
                "{'data':{'t':[{'wildcard':'a**b'}]}}",
                "{'data':{'t':[{'anything-but':[]}]}}",
                "{'data':{'t':[['a']]}}",
                "{'data':{'t':[1]}} {'data':{'t':[2]}}"
            })
    void refuses(String pattern) {
        assertThatThrownBy(() -> RecordFilter.of(List.of(pattern.replace('\'', '"'))))
                .isInstanceOfSatisfying(AwsException.class, refused -> {
                    assertThat(refused.code()).isEqualTo("InvalidParameterValueException");
                    assertThat(refused.httpStatus()).isEqualTo(400);
                })
                .hasMessage("Invalid filter pattern definition.");
    }

    @Test
    void dataAsLeafIsAPattern() {
        var filter = RecordFilter.of(List.of("{\"data\":[\"x\"]}"));

        assertThat(filter.matches(ViewedRecord.of("\"x\""))).isTrue();
        assertThat(filter.matches(ViewedRecord.of("\"y\""))).isFalse();
    }

    @Test
    void noPatternLetsEveryRecordPass() {
        var record = ViewedRecord.of("not json");

        boolean matched = RecordFilter.of(List.of()).matches(record);

        assertThat(matched).isTrue();
        assertThat(record.parsed()).hasValue(0);
    }

    @Test
    void payloadThatIsNotJsonMatchesNoDataPattern() {
        var filter = RecordFilter.of(List.of("{\"data\":{\"a\":[{\"exists\":false}]}}"));

        boolean matched = filter.matches(ViewedRecord.of("not json"));

        assertThat(matched).isFalse();
    }

    @Test
    void payloadThatIsNotJsonStillMatchesAMetadataPattern() {
        var filter = RecordFilter.of(List.of("{\"data\":{\"a\":[1]}}", "{\"partitionKey\":[\"dev-1\"]}"));

        boolean matched = filter.matches(ViewedRecord.of("not json"));

        assertThat(matched).isTrue();
    }

    @Test
    void metadataPatternsDoNotParseThePayload() {
        var record = ViewedRecord.of("{\"a\":1}");

        boolean matched = RecordFilter.of(List.of("{\"partitionKey\":[{\"prefix\":\"dev-\"}]}"))
                .matches(record);

        assertThat(matched).isTrue();
        assertThat(record.parsed()).hasValue(0);
    }

    @Test
    void dataInABranchOfOrIsParsed() {
        var filter = RecordFilter.of(List.of("{\"$or\":[{\"partitionKey\":[\"x\"]},{\"data\":{\"a\":[1]}}]}"));

        boolean matched = filter.matches(ViewedRecord.of("{\"a\":1}"));

        assertThat(matched).isTrue();
    }

    @Test
    void onePatternOfManyIsEnough() {
        var filter = RecordFilter.of(List.of("{\"data\":{\"a\":[1]}}", "{\"data\":{\"a\":[2]}}"));

        assertThat(filter.matches(ViewedRecord.of("{\"a\":2}"))).isTrue();
        assertThat(filter.matches(ViewedRecord.of("{\"a\":3}"))).isFalse();
    }

    @Test
    void elevenPatternsAreRefused() {
        List<String> eleven = Collections.nCopies(11, "{\"data\":{\"a\":[1]}}");

        assertThatThrownBy(() -> RecordFilter.of(eleven))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining("11 filters");
    }

    @Test
    void patternOfMoreThan4096CharactersIsRefused() {
        String longest = "{\"data\":{\"a\":[\"" + "x".repeat(4096 - 19) + "\"]}}";
        RecordFilter.of(List.of(longest));

        assertThatThrownBy(() -> RecordFilter.of(List.of(longest + " ")))
                .isInstanceOfSatisfying(
                        AwsException.class,
                        refused -> assertThat(refused.code()).isEqualTo("ValidationException"))
                .hasMessageContaining("'filterCriteria.filters.1.member.pattern'")
                .hasMessageEndingWith("Member must have length less than or equal to 4096");
    }

    /** The rows above leave out the quotes of names, and write single quotes for double ones. */
    private static String json(String relaxed) {
        return relaxed.replace('\'', '"').replaceAll("([{,])([$\\w]+):", "$1\"$2\":");
    }
}
