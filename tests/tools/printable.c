#include "tools/printable.h"

#include <jansson.h>
#include <string.h>

#include <criterion/criterion.h>

static void expect(const char *text, const char *want)
{
    json_t *string = phw_printable(text);
    cr_assert_not_null(string, "%s", want);
    cr_expect_str_eq(json_string_value(string), want);
    json_decref(string);
}

Test(printable, leaves_utf8_as_it_is)
{
    static const char *const text[] = {"",
                                       "frame.sigmf-meta",
                                       "\xc3\xbc",
                                       "\xe2\x82\xac",
                                       "\xf0\x9f\x93\xa1",
                                       "\x7f\x01",
                                       "\xed\x9f\xbf",
                                       "\xef\xbf\xbf",
                                       "\xf4\x8f\xbf\xbf"};
    for (size_t i = 0; i < sizeof text / sizeof text[0]; ++i)
        expect(text[i], text[i]);
}

/* Bytes alone, cut, overlong, surrogates, past the end. */
Test(printable, shows_other_bytes_by_their_digits)
{
    expect("a\xff"
           "b",
           "a\\xffb");
    expect("\x80", "\\x80");
    expect("\xc3", "\\xc3");
    expect("\xe2\x82", "\\xe2\\x82");
    expect("\xe2\x82z", "\\xe2\\x82z");
    expect("\xc0\xaf", "\\xc0\\xaf");
    expect("\xe0\x80\xaf", "\\xe0\\x80\\xaf");
    expect("\xed\xa0\x80", "\\xed\\xa0\\x80");
    expect("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80");
    expect("\xf8\x88\x80\x80\x80", "\\xf8\\x88\\x80\\x80\\x80");
    expect("\xc3\xbc\xfc", "\xc3\xbc\\xfc");
}

/* jansson's own judgement, of every pair and triple that begins with a byte above 7f.
 */
Test(printable, makes_of_any_bytes_what_json_takes)
{
    for (unsigned a = 0x80; a < 0x100; ++a) {
        for (unsigned b = 1; b < 0x100; ++b) {
            for (unsigned c = 0x70; c < 0xd0; c += 3) {
                const char text[] = {(char)a, (char)b, (char)c, '\0'};
                json_t *string = phw_printable(text);
                cr_assert_not_null(string, "%02x %02x %02x", a, b, c);
                json_decref(string);
            }
        }
    }
    cr_expect_null(phw_printable(NULL));
}

Test(printable, cuts_between_characters)
{
    const char *const text = "a\xc3\xbc\xe2\x82\xac\xffz";
    const size_t want[] = {0, 1, 1, 3, 3, 3, 6, 7, 8, 8};
    for (size_t most = 0; most < sizeof want / sizeof want[0]; ++most)
        cr_expect_eq(phw_printable_cut(text, most), want[most], "%zu", most);
}

Test(printable, knows_utf8)
{
    cr_expect(phw_printable_is_utf8(""));
    cr_expect(phw_printable_is_utf8("a\xc3\xbc\xe2\x82\xac\n"));
    cr_expect_not(phw_printable_is_utf8("a\xff"));
    cr_expect_not(phw_printable_is_utf8("\xe2\x82"));
}
