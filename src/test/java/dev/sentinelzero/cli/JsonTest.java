package dev.sentinelzero.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":[1,2.50,-3e4,true,false,null,\"x\"],\"b\":{}}",
        "\"é \\\"quoted\\\" \\\\ \\n\\t\\r\\u0001 🦉\"",
        "12345678901234567890123.10",
        "[]",
        "null",
        "[[[]]]"
      })
  void whatIsReadIsWrittenUnchanged(String text) {
    assertThat(Json.parse(text)).hasToString(text);
    assertThat(Json.parse(Json.parse(text).pretty())).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1} 2",
        "nul",
        "\"open",
        "\"\\x\"",
        "\"\u0001\"",
        "01",
        "-",
        "{a:1}",
        "<html>"
      })
  void whatIsNotJsonIsRefusedInWords(String text) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("this is not JSON: ");
  }

  @Test
  void questionsNeverFail() {
    Json object = Json.parse("{\"n\":1.5,\"s\":\"x\",\"t\":true,\"f\":false,\"z\":null,\"l\":[1]}");
    assertThat(object.at("nosuch")).isSameAs(Json.NULL);
    assertThat(object.at("s").at("deeper").isNull()).isTrue();
    assertThat(object.at("z").isNull()).isTrue();
    assertThat(object.text("n")).isEqualTo("1.5");
    assertThat(object.at("n").number()).hasValue(1.5);
    assertThat(object.at("n").whole()).hasValue(1);
    assertThat(object.at("s").number()).isEmpty();
    assertThat(object.at("s").whole()).isEmpty();
    assertThat(object.text("t")).isEqualTo("true");
    assertThat(object.at("t").isTrue()).isTrue();
    assertThat(object.at("t").isFalse()).isFalse();
    assertThat(object.at("f").isFalse()).isTrue();
    assertThat(object.text("l")).isEmpty();
    assertThat(object.at("l").isArray()).isTrue();
    assertThat(object.at("s").isArray()).isFalse();
    assertThat(object.at("l").items()).hasSize(1);
    assertThat(object.at("s").items()).isEmpty();
    assertThat(object.at("s").fields()).isEmpty();
    assertThat(object.fields()).containsOnlyKeys("n", "s", "t", "f", "z", "l");
  }

  @Test
  void valuesOfJavaAreWrappedWithWhatIsInside() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("null", null);
    map.put("list", new ArrayList<>(List.of(1L, Json.of("x"), Map.of())));
    map.put("flag", true);
    assertThat(Json.of(map)).hasToString("{\"null\":null,\"list\":[1,\"x\",{}],\"flag\":true}");
    assertThatThrownBy(() -> Json.of(new Object())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLastOfEqualKeysCounts() {
    assertThat(Json.parse("{\"a\":1,\"a\":2}")).hasToString("{\"a\":2}");
  }

  @Test
  void prettyMeansTwoSpacesALevelAndOneFieldALine() {
    assertThat(Json.parse("{\"a\":[1,{\"b\":[]}],\"c\":{}}").pretty())
        .isEqualTo("{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {}\n}");
  }
}
