#include "encrypt/ciphers.h"

#include <string.h>

#include <criterion/criterion.h>

Test(ciphers, have_all_they_promise)
{
    size_t n = 0;
    const phw_cipher *const *all = phw_cipher_list(&n);
    cr_expect_eq(n, 4);
    for (size_t i = 0; i < n; ++i) {
        const bool on_labels = all[i]->domain == PHW_CIPHER_LABELS;
        const phw_cipher *found = NULL;
        cr_expect_not_null(all[i]->summary);
        cr_expect_not_null(all[i]->reference);
        cr_expect_eq(all[i]->labels != NULL, on_labels, "%s", all[i]->name);
        cr_expect_eq(all[i]->symbols != NULL, !on_labels, "%s", all[i]->name);
        cr_expect_eq(phw_cipher_find(&found, all[i]->name), PHW_OK);
        cr_expect_eq(found, all[i]);
    }
}

Test(ciphers, share_no_key)
{
    size_t n = 0;
    const phw_cipher *const *all = phw_cipher_list(&n);
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k < i; ++k)
            cr_expect_str_neq(all[i]->use, all[k]->use);
    }
}

Test(ciphers, labels_come_before_symbols)
{
    size_t n = 0;
    const phw_cipher *const *all = phw_cipher_list(&n);
    for (size_t i = 1; i < n; ++i)
        cr_expect_geq(all[i]->domain, all[i - 1]->domain);
}

Test(ciphers, any_order_reads_as_the_canonical_one)
{
    static const char *const text[] = {"xor,permute,rotate8", "rotate8,permute,xor",
                                       "permute,xor,rotate8"};
    for (size_t i = 0; i < 3; ++i) {
        phw_ciphers c;
        char written[PHW_CIPHERS_TEXT_SIZE];
        cr_assert_eq(phw_ciphers_read(&c, text[i]), PHW_OK);
        phw_ciphers_write(written, &c);
        cr_expect_str_eq(written, "xor,permute,rotate8");
        cr_expect_eq(phw_ciphers_phase_bits(&c), 8);
        cr_expect(phw_ciphers_hide_labels(&c));
    }
}

Test(ciphers, a_rotation_alone_hides_no_labels)
{
    phw_ciphers c;
    cr_assert_eq(phw_ciphers_read(&c, "rotate16"), PHW_OK);
    cr_expect_eq(phw_ciphers_phase_bits(&c), 16);
    cr_expect_not(phw_ciphers_hide_labels(&c));
}

Test(ciphers, bad_lists_are_refused_and_leave_the_old_one)
{
    static const char *const text[] = {"",
                                       "xor,",
                                       ",xor",
                                       "xor,,rotate8",
                                       "xor,xor",
                                       "rot",
                                       "xor rotate8",
                                       "rotate8,rotate16",
                                       "xorxorxorxorxorxorxorxorxorxorxor"};
    for (size_t i = 0; i < sizeof text / sizeof text[0]; ++i) {
        phw_ciphers c = {.n = 77};
        cr_expect_eq(phw_ciphers_read(&c, text[i]), PHW_EARG, "\"%s\"", text[i]);
        cr_expect_eq(c.n, 77);
    }
}
