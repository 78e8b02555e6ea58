#include "tools/preface.h"

#include <string.h>

#include <criterion/criterion.h>

#include "tools/carrier.h"
#include "tools/keygen_options.h"
#include "tools/scheme.h"

static const phw_option table[] = {PHW_OPTION_SCHEME, PHW_OPTIONS_KEYGEN};

enum {
    N_OPTIONS = sizeof table / sizeof table[0]
};

/* Options as given, over the defaults. */
static phw_preface preface(phw_role role, const char *option, const char *value)
{
    phw_arguments a = {.option = table, .n_options = N_OPTIONS};
    phw_agreement_config config;
    phw_preface p;
    const phw_trace example = {.n_coefficients = 1};
    for (size_t i = 0; i < N_OPTIONS; ++i) {
        a.value[i].number = table[i].param.preset;
        a.value[i].text = table[i].text_preset;
    }
    if (option != NULL)
        cr_assert_eq(
            phw_argument_set(&a, phw_option_find(table, N_OPTIONS, option), value),
            PHW_OK);
    cr_assert_eq(phw_keygen_config(&config, &a, &example), PHW_OK, "%s",
                 phw_error_message());
    phw_preface_make(&p, role, "psk", &config, &a);
    return p;
}

static phw_message frame_of(const phw_preface *p)
{
    phw_message m = {0};
    cr_assert_eq(phw_preface_write(&m, p), PHW_OK);
    return m;
}

Test(preface, crosses_the_wire_as_it_is)
{
    const phw_preface own = preface(PHW_BOB, "quantizer", "median");
    phw_preface theirs;
    phw_message m = frame_of(&own);
    cr_assert_leq(m.size, PHW_PREFACE_SIZE_MAX);
    cr_assert_eq(phw_preface_read(&theirs, &m), PHW_OK, "%s", phw_error_message());
    cr_expect_eq(theirs.role, PHW_BOB);
    cr_expect_str_eq(theirs.authentication, "psk");
    cr_assert_eq(theirs.n, own.n);
    cr_expect_gt(own.n, 15);
    for (size_t i = 0; i < own.n; ++i) {
        cr_expect_str_eq(theirs.option[i].name, own.option[i].name);
        cr_expect_str_eq(theirs.option[i].value, own.option[i].value);
    }
    cr_expect(memcmp(theirs.digest, own.digest, sizeof own.digest) == 0);
    phw_message_free(&m);
}

static void expect_named(const phw_preface *own, const phw_preface *theirs,
                         const char *words)
{
    cr_expect_eq(phw_preface_compare(own, theirs), PHW_EPEER);
    cr_expect_not_null(strstr(phw_error_message(), words), "%s", phw_error_message());
}

Test(preface, names_the_option_that_differs)
{
    static const char *const change[][3] = {
        {"quantizer", "median", "--quantizer is \"cdf\" here and \"median\""},
        {"key-bits", "128", "--key-bits is \"256\" here and \"128\""},
        {"align", "time", "--align is \"sequence\" here and \"time\""},
        {"feature", "amplitude", "--feature is \"\" here and \"amplitude\""},
    };
    const phw_preface own = preface(PHW_ALICE, NULL, NULL);
    for (size_t i = 0; i < sizeof change / sizeof change[0]; ++i) {
        const phw_preface theirs = preface(PHW_BOB, change[i][0], change[i][1]);
        expect_named(&own, &theirs, change[i][2]);
    }
}

Test(preface, tells_roles_and_ways_and_traces_apart)
{
    const phw_preface own = preface(PHW_ALICE, NULL, NULL);
    phw_preface theirs = preface(PHW_BOB, NULL, NULL);
    cr_expect_eq(phw_preface_compare(&own, &theirs), PHW_OK);
    theirs.digest[3] ^= 1;
    expect_named(&own, &theirs, "by their traces");
    strcpy(theirs.authentication, "none");
    expect_named(&own, &theirs, "by \"psk\" here and by \"none\"");
    theirs.role = PHW_ALICE;
    expect_named(&own, &theirs, "both ends are alice; give one of them --role bob");
}

/* Words of one end alone decide nothing while the digests agree. */
Test(preface, the_digest_counts_and_not_the_words)
{
    const phw_preface own = preface(PHW_ALICE, "quantizer", "cdf");
    const phw_preface theirs = preface(PHW_BOB, "sample", "0.05");
    cr_expect_eq(phw_preface_compare(&own, &theirs), PHW_OK);
}

static phw_message payload(const phw_message *from, size_t size)
{
    phw_message m = {0};
    phw_message_begin(&m, PHW_CARRIER_PREFACE, 0);
    phw_message_put_bytes(&m, from->byte + PHW_MESSAGE_HEADER_SIZE, size);
    cr_assert_eq(phw_message_end(&m), PHW_OK);
    return m;
}

Test(preface, every_cut_and_every_changed_byte_ends_cleanly)
{
    const phw_preface own = preface(PHW_BOB, NULL, NULL);
    phw_message whole = frame_of(&own);
    const size_t size = whole.size - PHW_MESSAGE_HEADER_SIZE;
    for (size_t i = 0; i < size; ++i) {
        phw_preface theirs = {.n = 99};
        phw_message bad = payload(&whole, i);
        cr_expect_eq(phw_preface_read(&theirs, &bad), PHW_EPEER, "cut at %zu", i);
        cr_expect_eq(theirs.n, 99, "untouched");
        phw_message_free(&bad);
        for (unsigned bit = 0; bit < 8; ++bit) {
            bad = payload(&whole, size);
            bad.byte[PHW_MESSAGE_HEADER_SIZE + i] ^= (uint8_t)(1U << bit);
            const phw_status s = phw_preface_read(&theirs, &bad);
            cr_expect(s == PHW_OK || s == PHW_EPEER);
            phw_message_free(&bad);
        }
    }
    phw_message_stamp(&whole, 1, 0);
    phw_preface theirs;
    cr_expect_eq(phw_preface_read(&theirs, &whole), PHW_EPEER, "another message");
    phw_message_free(&whole);
}

Test(preface, what_a_terminal_would_obey_is_shown_as_a_question_mark)
{
    phw_preface own = preface(PHW_BOB, NULL, NULL);
    strcpy(own.option[0].value, "\x1b[31m\xff"
                                "a");
    phw_message m = frame_of(&own);
    phw_preface theirs;
    cr_assert_eq(phw_preface_read(&theirs, &m), PHW_OK);
    cr_expect_str_eq(theirs.option[0].value, "?[31m?a");
    phw_message_free(&m);
}
