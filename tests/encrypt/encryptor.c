#include "encrypt/encryptor.h"

#include "tests/encrypt/secret.h"

enum {
    N = 300
};

static phw_encryptor *make(const char *ciphers, unsigned first, uint32_t stream,
                           bool undo)
{
    phw_encryptor *e = NULL;
    phw_ciphers c;
    phw_key key = secret(20, first);
    cr_assert_eq(phw_ciphers_read(&c, ciphers), PHW_OK);
    cr_assert_eq(phw_encryptor_create(&e, &c, &key, stream, undo), PHW_OK);
    phw_key_free(&key);
    return e;
}

/* What N ones become in a frame. */
static void encrypt_ones(phw_cf symbol[N], phw_encryptor *e, uint64_t frame)
{
    for (size_t i = 0; i < N; ++i)
        symbol[i] = 1;
    cr_assert_eq(phw_encryptor_begin(e, frame), PHW_OK);
    cr_assert_eq(phw_encryptor_symbols(e, symbol, N), PHW_OK);
}

Test(encryptor, undoes_what_another_end_did_with_all_ciphers)
{
    phw_encryptor *to = make("xor,permute,rotate16", 0, 5, false);
    phw_encryptor *from = make("rotate16,permute,xor", 0, 5, true);
    for (uint64_t frame = 3; frame < 6; ++frame) {
        uint8_t label[N];
        phw_cf symbol[N];
        const size_t n = N - (size_t)frame;
        for (size_t i = 0; i < n; ++i) {
            label[i] = (uint8_t)(i % 32);
            symbol[i] = (float)i;
        }
        cr_assert_eq(phw_encryptor_begin(to, frame), PHW_OK);
        cr_assert_eq(phw_encryptor_labels(to, label, n, 5), PHW_OK);
        cr_assert_eq(phw_encryptor_symbols(to, symbol, n), PHW_OK);
        cr_assert_eq(phw_encryptor_begin(from, frame), PHW_OK);
        cr_assert_eq(phw_encryptor_symbols(from, symbol, n), PHW_OK);
        cr_assert_eq(phw_encryptor_labels(from, label, n, 5), PHW_OK);
        for (size_t i = 0; i < n; ++i) {
            cr_expect_eq(label[i], i % 32);
            cr_expect_lt(phw_cf_power(symbol[i] - (float)i), 1e-6F * (float)(1 + i));
        }
    }
    phw_encryptor_destroy(to);
    phw_encryptor_destroy(from);
}

Test(encryptor, keys_streams_and_frames_share_nothing)
{
    static const struct {
        unsigned first;
        uint32_t stream;
        uint64_t frame;
    } other[] = {{1, 5, 7}, {0, 6, 7}, {0, 5, 8}};

    phw_cf want[N];
    phw_cf got[N];
    phw_encryptor *e = make("rotate8", 0, 5, false);
    encrypt_ones(want, e, 7);
    phw_encryptor_destroy(e);
    for (size_t t = 0; t < 3; ++t) {
        e = make("rotate8", other[t].first, other[t].stream, false);
        encrypt_ones(got, e, other[t].frame);
        phw_encryptor_destroy(e);
        size_t same = 0;
        for (size_t i = 0; i < N; ++i)
            same += phw_cf_power(got[i] - want[i]) < 1e-9;
        /* 1 in 256 by chance: 1.2 of 300 expected, 9 is beyond 5 sigma. */
        cr_expect_lt(same, 9, "%zu", same);
    }
}

Test(encryptor, encrypts_no_frame_number_twice_and_none_below)
{
    phw_cf symbol[N];
    phw_encryptor *e = make("rotate8", 0, 5, false);
    encrypt_ones(symbol, e, 7);
    cr_expect_eq(phw_encryptor_begin(e, 7), PHW_EAUTH);
    cr_expect_eq(phw_encryptor_begin(e, 0), PHW_EAUTH);
    cr_expect_eq(phw_encryptor_begin(e, 8), PHW_OK);
    phw_encryptor_destroy(e);
}

Test(encryptor, encrypts_one_array_a_frame)
{
    phw_cf symbol[N] = {0};
    uint8_t label[N] = {0};
    phw_encryptor *e = make("xor,rotate8", 0, 5, false);
    cr_expect_eq(phw_encryptor_symbols(e, symbol, N), PHW_EARG);
    cr_expect_eq(phw_encryptor_labels(e, label, N, 2), PHW_EARG);
    cr_assert_eq(phw_encryptor_begin(e, 1), PHW_OK);
    cr_expect_eq(phw_encryptor_symbols(e, symbol, N), PHW_OK);
    cr_expect_eq(phw_encryptor_labels(e, label, N, 2), PHW_OK);
    cr_expect_eq(phw_encryptor_symbols(e, symbol, N), PHW_EAUTH);
    cr_expect_eq(phw_encryptor_labels(e, label, N, 2), PHW_EAUTH);
    phw_encryptor_destroy(e);
}

Test(encryptor, decrypts_frames_in_any_order)
{
    phw_cf symbol[N];
    phw_encryptor *e = make("rotate8", 0, 5, true);
    encrypt_ones(symbol, e, 7);
    encrypt_ones(symbol, e, 7);
    encrypt_ones(symbol, e, 2);
    phw_encryptor_destroy(e);
}

Test(encryptor, refuses_sizes_beyond_a_frame)
{
    phw_cf symbol[1] = {0};
    uint8_t label[1] = {0};
    phw_encryptor *e = make("xor,rotate8", 0, 5, false);
    cr_assert_eq(phw_encryptor_begin(e, 1), PHW_OK);
    cr_expect_eq(phw_encryptor_symbols(e, symbol, PHW_FRAME_SYMBOLS_MAX + 1), PHW_EARG);
    cr_expect_eq(phw_encryptor_labels(e, label, PHW_FRAME_SYMBOLS_MAX + 1, 2),
                 PHW_EARG);
    cr_expect_eq(phw_encryptor_labels(e, label, 1, 0), PHW_EARG);
    cr_expect_eq(phw_encryptor_labels(e, label, 1, 9), PHW_EARG);
    phw_encryptor_destroy(e);
    phw_encryptor_destroy(NULL);
}
