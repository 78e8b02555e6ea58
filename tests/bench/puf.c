/* A chip's key found again, blocks decoded and the entropy of a chip assessed, a second
 * of process time; Golay beside liquid-dsp's decoder, which does branch on the word.
 * Prints; asserts nothing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <liquid/liquid.h>

#include "auth/cell_entropy.h"
#include "auth/cell_model.h"
#include "auth/concatenation.h"
#include "auth/fuzzy_extractor.h"

#include "tests/bench/clock.h"

enum {
    N_CELLS = 450560,
    REPEATS = 5
};

static phw_status power_up(phw_bits *cells, uint32_t readout)
{
    const phw_cell_model model = {1, 0, readout, 0.1};
    return phw_cell_model_read(cells, N_CELLS, &model);
}

/* Least time of a decoded block, t errors or not. */
static phw_status measure_code(const char *text)
{
    enum {
        BLOCKS = 2000
    };

    phw_concatenation *c = NULL;
    PHW_TRY(phw_concatenation_create(&c, text));
    uint8_t message[255] = {1, 0, 1};
    uint8_t block[765];
    double least_s = HUGE_VAL;
    phw_concatenation_encode(c, block, message);
    block[3] ^= 1;
    block[20] ^= 1;
    for (int repeat = 0; repeat < REPEATS; ++repeat) {
        const double from = now_s();
        for (int i = 0; i < BLOCKS; ++i)
            (void)phw_concatenation_decode(c, message, block);
        least_s = fmin(least_s, now_s() - from);
    }
    printf("  decode %-26s %9.0f blocks/s %9.2f Mbit of message/s\n", text,
           BLOCKS / least_s, 1e-6 * BLOCKS * (double)phw_concatenation_k(c) / least_s);
    phw_concatenation_destroy(c);
    return PHW_OK;
}

/* Two words a call: three bytes are the least that it takes. */
static void measure_liquid(void)
{
    enum {
        CALLS = 2000
    };

    unsigned char in[3] = {1, 2, 3};
    unsigned char out[6];
    double least_s = HUGE_VAL;
    fec q = fec_create(LIQUID_FEC_GOLAY2412, NULL);
    if (q == NULL)
        return;
    fec_encode(q, 3, in, out);
    out[0] ^= 3;
    out[3] ^= 3;
    for (int repeat = 0; repeat < REPEATS; ++repeat) {
        const double from = now_s();
        for (int i = 0; i < CALLS; ++i)
            fec_decode(q, 3, out, in);
        least_s = fmin(least_s, now_s() - from);
    }
    printf("  decode %-26s %9.0f blocks/s %9.2f Mbit of message/s\n",
           "golay (liquid-dsp)", 2 * CALLS / least_s, 1e-6 * 24 * CALLS / least_s);
    fec_destroy(q);
}

static phw_status measure_key(const char *text, size_t n_blocks)
{
    enum {
        KEYS = 100
    };

    const phw_fuzzy_config config = {.code = text,
                                     .key_bits = 128,
                                     .security_bits = 64,
                                     .n_blocks = n_blocks,
                                     .cell_entropy = 0.94};
    phw_entropy entropy;
    phw_bits cells[2] = {{0}};
    phw_helper_data h = {.n_blocks = 0};
    phw_key key = {0};
    double least_s = HUGE_VAL;
    phw_status s = phw_entropy_seeded(&entropy, 1, "bench");
    for (uint32_t i = 0; i < 2 && !s; ++i)
        s = power_up(&cells[i], i);
    if (!s)
        s = phw_fuzzy_enroll(&key, &h, &cells[0], &config, &entropy);
    for (int repeat = 0; repeat < REPEATS && !s; ++repeat) {
        const double from = now_s();
        for (int i = 0; i < KEYS && !s; ++i) {
            phw_key_free(&key);
            s = phw_fuzzy_reproduce(&key, &h, &cells[1]);
        }
        least_s = fmin(least_s, now_s() - from);
    }
    printf("  reproduce %-23s %9.0f keys/s, %zu cells\n", text, KEYS / least_s,
           h.offset.n);
    phw_key_free(&key);
    phw_helper_data_free(&h);
    phw_bits_free(&cells[0]);
    phw_bits_free(&cells[1]);
    return s;
}

static phw_status measure_entropy(void)
{
    phw_bits cells = {0};
    phw_cell_entropy e;
    PHW_TRY(power_up(&cells, 0));
    const double from = now_s();
    const phw_status s = phw_cell_entropy_assess(&e, &cells);
    printf("  assess a read-out of %d cells %6.1f ms\n", N_CELLS,
           1e3 * (now_s() - from));
    phw_bits_free(&cells);
    return s;
}

int main(void)
{
    static const char *const text[] = {"golay", "repetition:times=5,golay", "bch",
                                       "repetition:times=3,bch"};
    printf("keys of a chip's power-up, one core\n");
    phw_status s = PHW_OK;
    for (size_t i = 0; i < sizeof text / sizeof *text && !s; ++i)
        s = measure_code(text[i]);
    measure_liquid();
    if (!s)
        s = measure_key(text[1], 0);
    if (!s)
        s = measure_key(text[3], 0);
    if (!s)
        s = measure_key(text[3], 86); /* as many as puf enroll takes of a real chip */
    if (!s)
        s = measure_entropy();
    if (s)
        (void)fprintf(stderr, "%s\n", phw_error_message());
    return s != PHW_OK;
}
