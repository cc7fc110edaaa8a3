/* SPDX-License-Identifier: ISC */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "toml.h"

#define BYTES(literal) literal, sizeof literal - 1

/* JSON with sorted keys, in ASCII; floats with all of their digits */
static struct {
  char const *s;
  size_t n;
  char const *json;
} const valid[] = {
    /* comment */
    {BYTES("# only\n"), "{}"},
    {BYTES("a=1 # behind\n#last"), "{\"a\":1}"},
    {BYTES(""), "{}"},
    {BYTES("\n\n  \t\n"), "{}"},
    {BYTES("a=\"#no\" # yes"), "{\"a\":\"#no\"}"},
    {BYTES("# \303\251\360\237\230\200\n"), "{}"},
    /* key */
    {BYTES("a=1"), "{\"a\":1}"},
    {BYTES("a-b_c=1"), "{\"a-b_c\":1}"},
    {BYTES("1234=1"), "{\"1234\":1}"},
    {BYTES("-=1"), "{\"-\":1}"},
    {BYTES("\"a b\"=1"), "{\"a b\":1}"},
    {BYTES("'a.b'=1"), "{\"a.b\":1}"},
    {BYTES("\"\"=1"), "{\"\":1}"},
    {BYTES("''=1"), "{\"\":1}"},
    {BYTES("\"\303\251\"=1"), "{\"\\u00E9\":1}"},
    {BYTES("a.b.c=1"), "{\"a\":{\"b\":{\"c\":1}}}"},
    {BYTES("a . \"b\" . c=1"), "{\"a\":{\"b\":{\"c\":1}}}"},
    {BYTES("3.14=1"), "{\"3\":{\"14\":1}}"},
    {BYTES("a.\"b.c\".d=1"), "{\"a\":{\"b.c\":{\"d\":1}}}"},
    {BYTES("\"\\u0061\"=1"), "{\"a\":1}"},
    {BYTES("a.b=1\na.c=2"), "{\"a\":{\"b\":1,\"c\":2}}"},
    {BYTES("a.b.c=1\na.d=2"), "{\"a\":{\"b\":{\"c\":1},\"d\":2}}"},
    {BYTES("true=1"), "{\"true\":1}"},
    {BYTES("inf=1"), "{\"inf\":1}"},
    {BYTES("1979-05-27=1"), "{\"1979-05-27\":1}"},
    {BYTES("\"\\u0000\"=1"), "{\"\\u0000\":1}"},
    /* bool */
    {BYTES("a=true"), "{\"a\":true}"},
    {BYTES("a=false"), "{\"a\":false}"},
    {BYTES("a=[true,false]"), "{\"a\":[true,false]}"},
    /* integer */
    {BYTES("a=0"), "{\"a\":0}"},
    {BYTES("a=+0"), "{\"a\":0}"},
    {BYTES("a=-0"), "{\"a\":0}"},
    {BYTES("a=99"), "{\"a\":99}"},
    {BYTES("a=+99"), "{\"a\":99}"},
    {BYTES("a=-17"), "{\"a\":-17}"},
    {BYTES("a=1_000"), "{\"a\":1000}"},
    {BYTES("a=5_349_221"), "{\"a\":5349221}"},
    {BYTES("a=9223372036854775807"), "{\"a\":9223372036854775807}"},
    {BYTES("a=-9223372036854775808"), "{\"a\":-9223372036854775808}"},
    {BYTES("a=0xDEADBEEF"), "{\"a\":3735928559}"},
    {BYTES("a=0xdead_beef"), "{\"a\":3735928559}"},
    {BYTES("a=0o755"), "{\"a\":493}"},
    {BYTES("a=0b1101_0110"), "{\"a\":214}"},
    {BYTES("a=0x0"), "{\"a\":0}"},
    {BYTES("a=0x00ff"), "{\"a\":255}"},
    {BYTES("a=0x7fffffffffffffff"), "{\"a\":9223372036854775807}"},
    /* float */
    {BYTES("a=1.0"), "{\"a\":1.0}"},
    {BYTES("a=+1.0"), "{\"a\":1.0}"},
    {BYTES("a=3.1415"), "{\"a\":3.1415000000000002}"},
    {BYTES("a=-0.01"), "{\"a\":-0.01}"},
    {BYTES("a=5e+22"), "{\"a\":4.9999999999999996e22}"},
    {BYTES("a=1e06"), "{\"a\":1000000.0}"},
    {BYTES("a=-2E-2"), "{\"a\":-0.02}"},
    {BYTES("a=6.626e-34"), "{\"a\":6.6259999999999998e-34}"},
    {BYTES("a=224_617.445_991"), "{\"a\":224617.44599099999}"},
    {BYTES("a=0.0"), "{\"a\":0.0}"},
    {BYTES("a=-0.0"), "{\"a\":-0.0}"},
    {BYTES("a=inf"), "{\"a\":{\"toml\":\"float\",\"value\":\"inf\"}}"},
    {BYTES("a=+inf"), "{\"a\":{\"toml\":\"float\",\"value\":\"inf\"}}"},
    {BYTES("a=-inf"), "{\"a\":{\"toml\":\"float\",\"value\":\"-inf\"}}"},
    {BYTES("a=nan"), "{\"a\":{\"toml\":\"float\",\"value\":\"nan\"}}"},
    {BYTES("a=+nan"), "{\"a\":{\"toml\":\"float\",\"value\":\"nan\"}}"},
    {BYTES("a=-nan"), "{\"a\":{\"toml\":\"float\",\"value\":\"nan\"}}"},
    {BYTES("a=0e0"), "{\"a\":0.0}"},
    {BYTES("a=1.5e1_0"), "{\"a\":15000000000.0}"},
    /* string */
    {BYTES("a=\"\""), "{\"a\":\"\"}"},
    {BYTES("a=\"x\""), "{\"a\":\"x\"}"},
    {BYTES("a=\"\\b\\t\\n\\f\\r\\\"\\\\\""), "{\"a\":\"\\b\\t\\n\\f\\r\\\"\\\\\"}"},
    {BYTES("a=\"\\u00E9\""), "{\"a\":\"\\u00E9\"}"},
    {BYTES("a=\"\\U0001F600\""), "{\"a\":\"\\uD83D\\uDE00\"}"},
    {BYTES("a=\"\\u0000\""), "{\"a\":\"\\u0000\"}"},
    {BYTES("a=\"tab\there\""), "{\"a\":\"tab\\there\"}"},
    {BYTES("a=''"), "{\"a\":\"\"}"},
    {BYTES("a='\\n'"), "{\"a\":\"\\\\n\"}"},
    {BYTES("a='C:\\x'"), "{\"a\":\"C:\\\\x\"}"},
    {BYTES("a=\"\"\"\nx\n\"\"\""), "{\"a\":\"x\\n\"}"},
    {BYTES("a=\"\"\"x\"\"\""), "{\"a\":\"x\"}"},
    {BYTES("a=\"\"\"\"\"\""), "{\"a\":\"\"}"},
    {BYTES("a=\"\"\"\"x\"\"\"\"\""), "{\"a\":\"\\\"x\\\"\\\"\"}"},
    {BYTES("a=\"\"\"\"\"x\"\"\"\"\""), "{\"a\":\"\\\"\\\"x\\\"\\\"\"}"},
    {BYTES("a=\"\"\"a\\\n   b\"\"\""), "{\"a\":\"ab\"}"},
    {BYTES("a=\"\"\"a\\  \n\n\t b\\\n\"\"\""), "{\"a\":\"ab\"}"},
    {BYTES("a=\"\"\"\r\nx\r\ny\"\"\""), "{\"a\":\"x\\ny\"}"},
    {BYTES("a=\"\"\"\"\"\"\"\""), "{\"a\":\"\\\"\\\"\"}"},
    {BYTES("a='''\nx'''"), "{\"a\":\"x\"}"},
    {BYTES("a='''it's'''"), "{\"a\":\"it's\"}"},
    {BYTES("a='''''x'''''"), "{\"a\":\"''x''\"}"},
    {BYTES("a='''\\'''"), "{\"a\":\"\\\\\"}"},
    {BYTES("a=\"\"\"\\\"\"\"x\"\"\""), "{\"a\":\"\\\"\\\"\\\"x\"}"},
    {BYTES("a=\"\357\277\277\""), "{\"a\":\"\\uFFFF\"}"},
    {BYTES("a=\"\"\"a \\u0041 b\"\"\""), "{\"a\":\"a A b\"}"},
    /* array */
    {BYTES("a=[]"), "{\"a\":[]}"},
    {BYTES("a=[1]"), "{\"a\":[1]}"},
    {BYTES("a=[1,2,]"), "{\"a\":[1,2]}"},
    {BYTES("a=[\n1,\n2 # c\n,\n]"), "{\"a\":[1,2]}"},
    {BYTES("a=[[1],[\"x\"]]"), "{\"a\":[[1],[\"x\"]]}"},
    {BYTES("a=[1,\"x\",1.5]"), "{\"a\":[1,\"x\",1.5]}"},
    {BYTES("a=[{b=1},{b=2}]"), "{\"a\":[{\"b\":1},{\"b\":2}]}"},
    {BYTES("a=[[[[[]]]]]"), "{\"a\":[[[[[]]]]]}"},
    {BYTES("a=[ # c\n]"), "{\"a\":[]}"},
    {BYTES("a=[\"]\",\"[\"]"), "{\"a\":[\"]\",\"[\"]}"},
    /* inline-table */
    {BYTES("a={}"), "{\"a\":{}}"},
    {BYTES("a={b=1}"), "{\"a\":{\"b\":1}}"},
    {BYTES("a={ b = 1 , c = 2 }"), "{\"a\":{\"b\":1,\"c\":2}}"},
    {BYTES("a={b.c=1}"), "{\"a\":{\"b\":{\"c\":1}}}"},
    {BYTES("a={b.c=1,b.d=2}"), "{\"a\":{\"b\":{\"c\":1,\"d\":2}}}"},
    {BYTES("a={b={c={}}}"), "{\"a\":{\"b\":{\"c\":{}}}}"},
    {BYTES("a={b=[\n1\n]}"), "{\"a\":{\"b\":[1]}}"},
    {BYTES("a={\"x y\"=1}"), "{\"a\":{\"x y\":1}}"},
    {BYTES("a=[{},{x=[{}]}]"), "{\"a\":[{},{\"x\":[{}]}]}"},
    /* table */
    {BYTES("[a]"), "{\"a\":{}}"},
    {BYTES("[a]\nb=1"), "{\"a\":{\"b\":1}}"},
    {BYTES("[a.b.c]"), "{\"a\":{\"b\":{\"c\":{}}}}"},
    {BYTES("[ a . \"b\" ]\nc=1"), "{\"a\":{\"b\":{\"c\":1}}}"},
    {BYTES("[a.b]\n[a]\nc=1"), "{\"a\":{\"b\":{},\"c\":1}}"},
    {BYTES("[a]\n[a.b]\n[a.b.c]"), "{\"a\":{\"b\":{\"c\":{}}}}"},
    {BYTES("[x.y.z.w]\n[x]"), "{\"x\":{\"y\":{\"z\":{\"w\":{}}}}}"},
    {BYTES("[a]\nb.c=1\n[a.b.d]\ne=1"), "{\"a\":{\"b\":{\"c\":1,\"d\":{\"e\":1}}}}"},
    {BYTES("[\"a.b\"]"), "{\"a.b\":{}}"},
    {BYTES("[a] # c"), "{\"a\":{}}"},
    {BYTES("b=1\n[a]"), "{\"a\":{},\"b\":1}"},
    {BYTES("[a.b]\n[a]\nb2.c=1"), "{\"a\":{\"b\":{},\"b2\":{\"c\":1}}}"},
    {BYTES("[\"\\u0061\"]"), "{\"a\":{}}"},
    /* table-array */
    {BYTES("[[a]]"), "{\"a\":[{}]}"},
    {BYTES("[[a]]\nb=1\n[[a]]\nb=2"), "{\"a\":[{\"b\":1},{\"b\":2}]}"},
    {BYTES("[[a]]\n[a.b]\nc=1\n[[a]]\n[a.b]\nc=2"),
     "{\"a\":[{\"b\":{\"c\":1}},{\"b\":{\"c\":2}}]}"},
    {BYTES("[[a]]\n[[a.b]]\n[[a.b]]\n[[a]]\n[[a.b]]"), "{\"a\":[{\"b\":[{},{}]},{\"b\":[{}]}]}"},
    {BYTES("[[a.b]]\nx=1"), "{\"a\":{\"b\":[{\"x\":1}]}}"},
    {BYTES("[a]\n[[a.b]]"), "{\"a\":{\"b\":[{}]}}"},
    {BYTES("[[ a ]]"), "{\"a\":[{}]}"},
    {BYTES("[[a]]\nb.c=1\n[[a]]\nb.c=2"), "{\"a\":[{\"b\":{\"c\":1}},{\"b\":{\"c\":2}}]}"},
    /* datetime */
    {BYTES("a=1979-05-27T07:32:00Z"),
     "{\"a\":{\"toml\":\"datetime\",\"value\":\"1979-05-27T07:32:00Z\"}}"},
    {BYTES("a=1979-05-27T00:32:00-07:00"),
     "{\"a\":{\"toml\":\"datetime\",\"value\":\"1979-05-27T00:32:00-07:00\"}}"},
    {BYTES("a=1979-05-27T00:32:00.999999-07:00"),
     "{\"a\":{\"toml\":\"datetime\",\"value\":\"1979-05-27T00:32:00.999999-07:00\"}}"},
    {BYTES("a=1979-05-27 07:32:00Z"),
     "{\"a\":{\"toml\":\"datetime\",\"value\":\"1979-05-27 07:32:00Z\"}}"},
    {BYTES("a=1979-05-27t07:32:00z"),
     "{\"a\":{\"toml\":\"datetime\",\"value\":\"1979-05-27t07:32:00z\"}}"},
    {BYTES("a=1979-05-27T07:32:00"),
     "{\"a\":{\"toml\":\"datetime-local\",\"value\":\"1979-05-27T07:32:00\"}}"},
    {BYTES("a=1979-05-27T00:32:00.5"),
     "{\"a\":{\"toml\":\"datetime-local\",\"value\":\"1979-05-27T00:32:00.5\"}}"},
    {BYTES("a=1979-05-27"), "{\"a\":{\"toml\":\"date-local\",\"value\":\"1979-05-27\"}}"},
    {BYTES("a=07:32:00"), "{\"a\":{\"toml\":\"time-local\",\"value\":\"07:32:00\"}}"},
    {BYTES("a=00:32:00.999"), "{\"a\":{\"toml\":\"time-local\",\"value\":\"00:32:00.999\"}}"},
    {BYTES("a=2000-02-29"), "{\"a\":{\"toml\":\"date-local\",\"value\":\"2000-02-29\"}}"},
    {BYTES("a=2024-02-29T23:59:59+23:59"),
     "{\"a\":{\"toml\":\"datetime\",\"value\":\"2024-02-29T23:59:59+23:59\"}}"},
    {BYTES("a=[1979-05-27,07:32:00]"), "{\"a\":[{\"toml\":\"date-local\",\"value\":\"1979-05-27\"},"
                                       "{\"toml\":\"time-local\",\"value\":\"07:32:00\"}]}"},
    {BYTES("a=1979-05-27 # c"), "{\"a\":{\"toml\":\"date-local\",\"value\":\"1979-05-27\"}}"},
    {BYTES("a={b=1979-05-27}"),
     "{\"a\":{\"b\":{\"toml\":\"date-local\",\"value\":\"1979-05-27\"}}}"},
};

static struct {
  char const *s;
  size_t n;
  unsigned int line, column;
  char const *text;
} const invalid[] = {
    /* key */
    {BYTES("=1"), 1, 1, "a key is missing"},
    {BYTES("a"), 1, 2, "= is missing behind a key"},
    {BYTES("a="), 1, 3, "a value is missing"},
    {BYTES("a 1"), 1, 3, "= is missing behind a key"},
    {BYTES("a b=1"), 1, 3, "= is missing behind a key"},
    {BYTES("a.=1"), 1, 3, "a key is missing"},
    {BYTES(".a=1"), 1, 1, "a key is missing"},
    {BYTES("a..b=1"), 1, 3, "a key is missing"},
    {BYTES("a=1 b=2"), 1, 5, "something behind what should end the line"},
    {BYTES("a=1\na=2"), 2, 2, "a key that is there already"},
    {BYTES("\"a\n\"=1"), 1, 3, "a string of one line that does not end on it"},
    {BYTES("\"\"\"a\"\"\"=1"), 1, 3, "= is missing behind a key"},
    {BYTES("'''a'''=1"), 1, 3, "= is missing behind a key"},
    {BYTES("a.b=1\na=2"), 2, 2, "a key that is there already"},
    {BYTES("a=1\na.b=2"), 2, 3, "a dotted key into what was defined elsewhere, or is no table"},
    {BYTES("a={}\na.b=1"), 2, 3, "a dotted key into what was defined elsewhere, or is no table"},
    {BYTES("\303\251=1"), 1, 1, "a key is missing"},
    {BYTES("a!=1"), 1, 2, "= is missing behind a key"},
    {BYTES("a=1,"), 1, 4, "something behind what should end the line"},
    {BYTES("\"a=1"), 1, 5, "a string that does not end"},
    {BYTES("a=1\n\"a\"=2"), 2, 4, "a key that is there already"},
    {BYTES("a=[]\na.b=1"), 2, 3, "a dotted key into what was defined elsewhere, or is no table"},
    {BYTES("'a"), 1, 3, "a string that does not end"},
    /* bool */
    {BYTES("a=True"), 1, 3, "not a value"},
    {BYTES("a=TRUE"), 1, 3, "not a value"},
    {BYTES("a=tru"), 1, 3, "not a value"},
    {BYTES("a=truee"), 1, 3, "not a value"},
    {BYTES("a=false1"), 1, 3, "not a value"},
    /* integer */
    {BYTES("a=01"), 1, 3, "a number with a leading zero"},
    {BYTES("a=-01"), 1, 3, "a number with a leading zero"},
    {BYTES("a=+_1"), 1, 3, "not a value"},
    {BYTES("a=1_"), 1, 3, "not a number"},
    {BYTES("a=_1"), 1, 3, "not a value"},
    {BYTES("a=1__0"), 1, 3, "not a number"},
    {BYTES("a=0x"), 1, 3, "not a number"},
    {BYTES("a=0xg"), 1, 3, "not a number"},
    {BYTES("a=+0x1"), 1, 3, "not a number"},
    {BYTES("a=-0b1"), 1, 3, "not a number"},
    {BYTES("a=0b2"), 1, 3, "not a number"},
    {BYTES("a=0o8"), 1, 3, "not a number"},
    {BYTES("a=0X1"), 1, 3, "not a number"},
    {BYTES("a=0x_1"), 1, 3, "not a number"},
    {BYTES("a=0x1_"), 1, 3, "not a number"},
    {BYTES("a=9223372036854775808"), 1, 3, "an integer that does not fit into 64 bits"},
    {BYTES("a=-9223372036854775809"), 1, 3, "an integer that does not fit into 64 bits"},
    {BYTES("a=0x8000000000000000"), 1, 3, "an integer that does not fit into 64 bits"},
    {BYTES("a=++1"), 1, 3, "not a value"},
    {BYTES("a=1a"), 1, 3, "not a number"},
    {BYTES("a=1 2"), 1, 5, "something behind what should end the line"},
    {BYTES("a=0_0"), 1, 3, "a number with a leading zero"},
    {BYTES("a=0o"), 1, 3, "not a number"},
    {BYTES("a=0b"), 1, 3, "not a number"},
    /* float */
    {BYTES("a=1."), 1, 3, "no digit behind the decimal point"},
    {BYTES("a=.1"), 1, 3, "not a value"},
    {BYTES("a=1.e5"), 1, 3, "no digit behind the decimal point"},
    {BYTES("a=1e"), 1, 3, "no digit in the exponent"},
    {BYTES("a=1e+"), 1, 3, "no digit in the exponent"},
    {BYTES("a=1.5e1.5"), 1, 3, "not a number"},
    {BYTES("a=1_.5"), 1, 3, "not a number"},
    {BYTES("a=1._5"), 1, 3, "no digit behind the decimal point"},
    {BYTES("a=1.5_"), 1, 3, "not a number"},
    {BYTES("a=1e_5"), 1, 3, "no digit in the exponent"},
    {BYTES("a=03.1"), 1, 3, "a number with a leading zero"},
    {BYTES("a=1e5_"), 1, 3, "not a number"},
    {BYTES("a=infinity"), 1, 3, "not a value"},
    {BYTES("a=Inf"), 1, 3, "not a value"},
    {BYTES("a=NaN"), 1, 3, "not a value"},
    {BYTES("a=+-1.0"), 1, 3, "not a value"},
    {BYTES("a=1e400"), 1, 3, "a float out of range"},
    {BYTES("a=1.2.3"), 1, 3, "not a number"},
    {BYTES("a=e5"), 1, 3, "not a value"},
    /* string */
    {BYTES("a=\""), 1, 4, "a string that does not end"},
    {BYTES("a=\"x"), 1, 5, "a string that does not end"},
    {BYTES("a=\"x\ny\""), 1, 5, "a string of one line that does not end on it"},
    {BYTES("a='x\ny'"), 1, 5, "a string of one line that does not end on it"},
    {BYTES("a=\"\\x41\""), 1, 5, "an unknown escape"},
    {BYTES("a=\"\\u00\""), 1, 6, "an escape needs four (\\u) or eight (\\U) hexadecimal digits"},
    {BYTES("a=\"\\ud800\""), 1, 6, "an escape that is no character of Unicode"},
    {BYTES("a=\"\\U00110000\""), 1, 6, "an escape that is no character of Unicode"},
    {BYTES("a=\"\\q\""), 1, 5, "an unknown escape"},
    {BYTES("a=\"\"\"x"), 1, 7, "a string that does not end"},
    {BYTES("a=\"\"\"x\""), 1, 8, "a string that does not end"},
    {BYTES("a='''x"), 1, 7, "a string that does not end"},
    {BYTES("a='x"), 1, 5, "a string that does not end"},
    {BYTES("a=\"a\" \"b\""), 1, 7, "something behind what should end the line"},
    {BYTES("a=\"\000\""), 1, 4, "a control character"},
    {BYTES("a=\"\001\""), 1, 4, "a control character"},
    {BYTES("a=\"\177\""), 1, 4, "a control character"},
    {BYTES("a=\"\"\"\"\"\" \""), 1, 10, "something behind what should end the line"},
    {BYTES("a=\"\\ x\""), 1, 5, "an unknown escape"},
    {BYTES("a=\"\\\n\""), 1, 5, "an unknown escape"},
    {BYTES("a=x"), 1, 3, "not a value"},
    {BYTES("a=\"\\uD8\""), 1, 6, "an escape needs four (\\u) or eight (\\U) hexadecimal digits"},
    /* array */
    {BYTES("a=["), 1, 4, "a value is missing"},
    {BYTES("a=[1"), 1, 5, "an array that does not go on with a comma, nor end"},
    {BYTES("a=[1 2]"), 1, 6, "an array that does not go on with a comma, nor end"},
    {BYTES("a=[,]"), 1, 4, "a value is missing"},
    {BYTES("a=[1,,2]"), 1, 6, "a value is missing"},
    {BYTES("a=]"), 1, 3, "a value is missing"},
    {BYTES("a=[1]]"), 1, 6, "something behind what should end the line"},
    {BYTES("a=[1,2"), 1, 7, "an array that does not go on with a comma, nor end"},
    {BYTES("a=[}"), 1, 4, "a value is missing"},
    {BYTES("a=[1,\n#c"), 2, 3, "a value is missing"},
    /* inline-table */
    {BYTES("a={"), 1, 4, "a key is missing"},
    {BYTES("a={b}"), 1, 5, "= is missing behind a key"},
    {BYTES("a={b=1"), 1, 7, "an inline table that does not go on with a comma, nor end"},
    {BYTES("a={b=1,}"), 1, 8, "a key is missing"},
    {BYTES("a={,}"), 1, 4, "a key is missing"},
    {BYTES("a={b=1 c=2}"), 1, 8, "an inline table that does not go on with a comma, nor end"},
    {BYTES("a={\nb=1}"), 1, 4, "a key is missing"},
    {BYTES("a={b=1\n}"), 1, 7, "an inline table that does not go on with a comma, nor end"},
    {BYTES("a={b=1,b=2}"), 1, 9, "a key that is there already"},
    {BYTES("a={b=1,b.c=2}"), 1, 10, "a dotted key into what was defined elsewhere, or is no table"},
    {BYTES("a={b.c=1,b=2}"), 1, 11, "a key that is there already"},
    {BYTES("a={b={c=1},b.d=2}"), 1, 14,
     "a dotted key into what was defined elsewhere, or is no table"},
    {BYTES("a={}\n[a]"), 2, 3, "a table that is there already"},
    {BYTES("a={}\n[a.b]"), 2, 4, "a header below what is not a table, or is an inline one"},
    {BYTES("a={b=1}\na.c=1"), 2, 3, "a dotted key into what was defined elsewhere, or is no table"},
    {BYTES("a={}}"), 1, 5, "something behind what should end the line"},
    {BYTES("a={=1}"), 1, 4, "a key is missing"},
    {BYTES("a={b=[{}]}\n[[a.b]]"), 2, 5, "a header below what is not a table, or is an inline one"},
    /* table */
    {BYTES("["), 1, 2, "a key is missing"},
    {BYTES("[]"), 1, 2, "a key is missing"},
    {BYTES("[a"), 1, 3, "a header that does not end"},
    {BYTES("[a]]"), 1, 4, "something behind what should end the line"},
    {BYTES("[a.]"), 1, 4, "a key is missing"},
    {BYTES("[.a]"), 1, 2, "a key is missing"},
    {BYTES("[a..b]"), 1, 4, "a key is missing"},
    {BYTES("[a] b=1"), 1, 5, "something behind what should end the line"},
    {BYTES("[a]\n[a]"), 2, 3, "a table that is there already"},
    {BYTES("a=1\n[a]"), 2, 3, "a table that is there already"},
    {BYTES("[a]\nb=1\n[a.b]"), 3, 5, "a table that is there already"},
    {BYTES("[a]\nb.c=1\n[a.b]"), 3, 5, "a table that is there already"},
    {BYTES("[a.b.c]\nz=9\n[a]\nb.c.t=1"), 4, 5,
     "a dotted key into what was defined elsewhere, or is no table"},
    {BYTES("[a]\nb.c.d=1\n[a.b.c]"), 3, 7, "a table that is there already"},
    {BYTES("[a\nb]"), 1, 3, "a header that does not end"},
    {BYTES("[a b]"), 1, 4, "a header that does not end"},
    {BYTES("[[a]"), 1, 4, "a header that does not end"},
    {BYTES("[ [a]]"), 1, 3, "a key is missing"},
    {BYTES("[[a] ]"), 1, 4, "a header that does not end"},
    {BYTES("[\"a\"b]"), 1, 5, "a header that does not end"},
    {BYTES("[a]#\001"), 1, 5, "a control character"},
    {BYTES("[a.b]\n[a.b]"), 2, 5, "a table that is there already"},
    {BYTES("['a\n']"), 1, 4, "a string of one line that does not end on it"},
    /* table-array */
    {BYTES("[[]]"), 1, 3, "a key is missing"},
    {BYTES("[[a]]\n[a]"), 2, 3, "a table that is there already"},
    {BYTES("[a]\n[[a]]"), 2, 4, "an array of tables where something else is already"},
    {BYTES("a=[]\n[[a]]"), 2, 4, "an array of tables where something else is already"},
    {BYTES("[[a.b]]\n[a]\n[[a]]"), 3, 4, "an array of tables where something else is already"},
    {BYTES("a=[{}]\n[[a]]"), 2, 4, "an array of tables where something else is already"},
    {BYTES("a=[{b=1}]\n[a.c]"), 2, 4, "a header below what is not a table, or is an inline one"},
    {BYTES("[[a]]]"), 1, 6, "something behind what should end the line"},
    {BYTES("[[a]]\na.b=1\na.b=2"), 3, 4, "a key that is there already"},
    {BYTES("[a.b]\n[[a]]"), 2, 4, "an array of tables where something else is already"},
    /* datetime */
    {BYTES("a=1979-13-27"), 1, 3, "not a date or time"},
    {BYTES("a=1979-00-27"), 1, 3, "not a date or time"},
    {BYTES("a=1979-05-32"), 1, 3, "not a date or time"},
    {BYTES("a=1979-02-30"), 1, 3, "not a date or time"},
    {BYTES("a=1900-02-29"), 1, 3, "not a date or time"},
    {BYTES("a=1979-5-27"), 1, 3, "not a date or time"},
    {BYTES("a=1979-05-27T"), 1, 3, "not a date or time"},
    {BYTES("a=1979-05-27T07:32"), 1, 3, "not a date or time"},
    {BYTES("a=1979-05-27T24:00:00"), 1, 3, "not a date or time"},
    {BYTES("a=1979-05-27T07:60:00"), 1, 3, "not a date or time"},
    {BYTES("a=1979-05-27T07:32:61"), 1, 3, "not a date or time"},
    {BYTES("a=1979-05-27T07:32:00."), 1, 3, "not a date or time"},
    {BYTES("a=1979-05-27T07:32:00+7:00"), 1, 3, "not a date or time"},
    {BYTES("a=1979-05-27T07:32:00+24:00"), 1, 3, "not a date or time"},
    {BYTES("a=1979-05-27T07:32:00Zx"), 1, 3, "not a date or time"},
    {BYTES("a=07:32"), 1, 3, "not a date or time"},
    {BYTES("a=7:32:00"), 1, 3, "not a number"},
    {BYTES("a=24:00:00"), 1, 3, "not a date or time"},
    {BYTES("a=07:32:00Z"), 1, 3, "not a date or time"},
    {BYTES("a=1979-05-27  07:32:00"), 1, 15, "something behind what should end the line"},
    {BYTES("a=1979-05-27x"), 1, 3, "not a date or time"},
    {BYTES("a=79-05-27"), 1, 3, "not a number"},
    {BYTES("a=1979-05"), 1, 3, "not a date or time"},
    {BYTES("a=1979-05-27T07:32:00+07:60"), 1, 3, "not a date or time"},
    /* encoding */
    {BYTES("a=\"\377\""), 1, 4, "not UTF-8"},
    {BYTES("a=\"\303\""), 1, 4, "not UTF-8"},
    {BYTES("a=\"\355\240\200\""), 1, 4, "not UTF-8"},
    {BYTES("\357\273\277a=1"), 1, 1, "a key is missing"},
    {BYTES("# \377"), 1, 3, "not UTF-8"},
    {BYTES("a=\"\364\220\200\200\""), 1, 4, "not UTF-8"},
    {BYTES("a=1\r"), 1, 4, "a carriage return without a line feed"},
    {BYTES("a=1\rb=2"), 1, 4, "a carriage return without a line feed"},
    {BYTES("# \000"), 1, 3, "a control character"},
    {BYTES("# \177"), 1, 3, "a control character"},
    {BYTES("a=\"\"\"\r\"\"\""), 1, 6, "a carriage return without a line feed"},
    {BYTES("\014a=1"), 1, 1, "a control character"},
    {BYTES("a=1\n\300\200"), 2, 1, "not UTF-8"},
};

static void good(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof valid / sizeof *valid; i++) {
    nc_toml_error error;
    json_t *value = nc_toml_parse(valid[i].s, valid[i].n, &error);
    if (!value)
      fail_msg("%s: %u:%u: %s", valid[i].s, error.line, error.column, error.text);
    char *json = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII |
                                       JSON_REAL_PRECISION(17));
    assert_string_equal(json, valid[i].json);
    free(json);
    json_decref(value);
  }
}

static void bad(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++) {
    nc_toml_error error;
    if (nc_toml_parse(invalid[i].s, invalid[i].n, &error))
      fail_msg("%s is taken", invalid[i].s);
    if (error.line != invalid[i].line || error.column != invalid[i].column ||
        strcmp(error.text, invalid[i].text))
      fail_msg("%s: %u:%u: %s, not %u:%u: %s", invalid[i].s, error.line, error.column, error.text,
               invalid[i].line, invalid[i].column, invalid[i].text);
  }
}

/* times repetitions of a piece, behind start */
static void expect_error(char const *start, char const *piece, size_t times, char const *text)
{
  size_t n = strlen(start), len = strlen(piece);
  nc_toml_error error;
  char *s = malloc(n + len * times);
  assert_non_null(s);
  memcpy(s, start, n);
  for (size_t i = 0; i < times; i++, n += len)
    memcpy(s + n, piece, len);
  json_t *value = nc_toml_parse(s, n, &error);
  free(s);
  assert_null(value);
  assert_string_equal(error.text, text);
}

static void depth(void **state)
{
  (void)state;
  expect_error("a=", "[", 100000, "values nested too deeply");
  expect_error("a=", "{a=", 100000, "values nested too deeply");
  expect_error("", "a.", 100000, "a key of too many parts");
  expect_error("[", "a.", 100000, "a key of too many parts");
}

/* Any beginning of a text is either right or wrong, and no byte behind it is looked at. */
static void beginnings(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof valid / sizeof *valid; i++)
    for (size_t n = 0; n < valid[i].n; n++) {
      nc_toml_error error;
      char *s = malloc(n + !n);
      assert_non_null(s);
      memcpy(s, valid[i].s, n);
      json_decref(nc_toml_parse(s, n, &error));
      free(s);
    }
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(good),
      cmocka_unit_test(bad),
      cmocka_unit_test(depth),
      cmocka_unit_test(beginnings),
  };
  cmocka_set_message_output(CM_OUTPUT_TAP);
  return cmocka_run_group_tests_name("toml", tests, NULL, NULL);
}
