package dev.tidemark.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcern;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MongoTest {

  @Test
  void aLoginThatIsGivenWinsOverThatOfTheAddress() {
    MongoCredential login =
        Mongo.at("mongodb://a:b@h/?authSource=users", "m\u00fc:@/", "p@:/ %", "d", "c")
            .settings()
            .getCredential();
    assertThat(login.getUserName(), is("m\u00fc:@/"));
    assertThat(new String(login.getPassword()), is("p@:/ %"));
    assertThat(login.getSource(), is("users"));
  }

  @Test
  void aLoginOfTheAddressIsUsedAndNotShown() {
    Mongo mongo = Mongo.at("mongodb://me:hunter%402@one:1,two:2/", null, null, "d", "c");
    assertThat(new String(mongo.settings().getCredential().getPassword()), is("hunter@2"));
    assertThat(mongo.toString(), is("MongoDB at one:1,two:2, d.c,"));
  }

  @Test
  void withoutAnythingElseItIsWrittenToMostMembersWithoutALogin() {
    Mongo mongo = Mongo.at("mongodb://h", "", "", "d", "c");
    assertThat(mongo.settings().getCredential(), is(nullValue()));
    assertThat(mongo.settings().getWriteConcern(), is(WriteConcern.MAJORITY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"h:1", "postgresql://h", "mongodb://", "mongodb://h:port", "mongodb://u@h"})
  void whatIsNoAddressIsRefused(String address) {
    assertThrows(IllegalArgumentException.class, () -> Mongo.at(address, null, null, "d", "c"));
  }

  @Test
  void aRefusedAddressDoesNotShowItsPassword() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Mongo.at("mongodb://me:hunter2@h:port", null, null, "d", "c"));
    assertThat(refused.getMessage(), not(containsString("hunter2")));
  }

  @ParameterizedTest
  @CsvSource({
    "11000, IS_THERE",
    "121, BAD_DOCUMENT",
    "10334, BAD_DOCUMENT",
    "91, TRY_AGAIN",
    "189, TRY_AGAIN",
    "13, HOPELESS",
    "14031, HOPELESS"
  })
  void aCodeOfTheServerSaysWhetherToWait(int code, MongoVerdict verdict) {
    BsonDocument answer = BsonDocument.parse("{ok: 0, code: %d, errmsg: 'no'}".formatted(code));
    assertThat(MongoVerdict.of(code), is(verdict));
    assertThat(
        MongoVerdict.of(new MongoCommandException(answer, new ServerAddress())), is(verdict));
  }
}
