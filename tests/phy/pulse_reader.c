#include "phy/pulse_reader.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "phy/line_error.h"
#include "phy/pulse_code_manchester.h"
#include "phy/pulse_code_nrz.h"
#include "phy/pulse_code_ppm.h"
#include "phy/pulse_code_pwm.h"

#define N_MAX     60000
#define N_BITS    64
#define FIRST     2000
#define RUNS_MOST 400

static phw_cf x[N_MAX];

/* A burst: levels and how many units each lasts. */
typedef struct pulses {
    double units[RUNS_MOST]; /* from the first mark on, alternately */
    size_t n;
} pulses;

static void put(pulses *p, bool high, double units)
{
    if (p->n == 0 && !high)
        return; /* silence before */
    if (p->n > 0 && (p->n % 2 == 1) == high)
        p->units[p->n - 1] += units;
    else
        p->units[p->n++] = units;
}

static void random_bits(uint8_t *bit, uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x930), trial};
    for (uint32_t i = 0; i < N_BITS; ++i)
        bit[i] = phw_rng_below(&rng, i, 2) != 0;
}

static pulses manchester(const uint8_t *bit)
{
    pulses p = {.n = 0};
    for (size_t i = 0; i < N_BITS; ++i) {
        put(&p, bit[i], 1);
        put(&p, !bit[i], 1);
    }
    return p;
}

static pulses nrz(const uint8_t *bit)
{
    pulses p = {.n = 0};
    for (size_t i = 0; i < N_BITS; ++i)
        put(&p, bit[i], 1);
    return p;
}

static pulses pwm(const uint8_t *bit)
{
    pulses p = {.n = 0};
    for (size_t i = 0; i < N_BITS; ++i) {
        put(&p, true, bit[i] ? 1 : 2);
        put(&p, false, bit[i] ? 2 : 1);
    }
    return p;
}

static pulses ppm(const uint8_t *bit)
{
    pulses p = {.n = 0};
    for (size_t i = 0; i < N_BITS; ++i) {
        put(&p, true, 1);
        put(&p, false, bit[i] ? 4 : 2);
    }
    put(&p, true, 1);
    return p;
}

/* In white noise of power 1, from FIRST on: amplitude by the ratio to noise, offset and
 * deviation in cycles a sample; a deviation of 0 is keying on and off. */
static size_t make(const pulses *p, double unit, double snr_db, double cfo,
                   double deviation, uint32_t trial)
{
    double all = 0;
    for (size_t i = 0; i < p->n; ++i)
        all += p->units[i] * unit;
    const size_t n = FIRST + (size_t)all + 2000;
    cr_assert_leq(n, N_MAX);
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x931), trial};
    phw_rng_normal_complex(x, &rng, 1, 0, n);
    const double amplitude = pow(10, snr_db / 20);
    double edge = FIRST + 0.37;
    double phase = 0.3;
    size_t i = FIRST + 1;
    for (size_t k = 0; k < p->n; ++k) {
        const bool high = k % 2 == 0;
        edge += p->units[k] * unit;
        for (; (double)i < edge; ++i) {
            phase += cfo;
            if (deviation > 0)
                phase += high ? deviation : -deviation;
            if (high || deviation > 0)
                x[i] += (phw_cf)(amplitude * cexp(CMPLX(0, 2 * M_PI * phase)));
        }
    }
    return n;
}

/* Reads the one burst there is. */
static void read_one(phw_pulse_message *m, size_t n)
{
    phw_pulse_burst_list l = {0};
    phw_pulse_reader *r = NULL;
    cr_assert_eq(phw_pulse_bursts_find(&l, x, n, 1000), PHW_OK);
    cr_assert_eq(phw_pulse_reader_create(&r), PHW_OK);
    size_t longest = 0;
    for (size_t i = 0; i < l.n; ++i) {
        if (l.burst[i].to - l.burst[i].from >
            l.burst[longest].to - l.burst[longest].from)
            longest = i;
    }
    cr_assert_gt(l.n, 0);
    cr_assert_eq(phw_pulse_reader_run(r, m, x, n, &l.burst[longest]), PHW_OK);
    phw_pulse_reader_destroy(r);
    phw_pulse_bursts_free(&l);
}

static phw_pulse_message m;

static const struct {
    const phw_pulse_code *code;
    pulses (*encode)(const uint8_t *bit);
    double per_bit; /* units, on the average */
    size_t n_bits;
} kinds[] = {
    {&phw_pulse_code_manchester, manchester, 2, N_BITS},
    {&phw_pulse_code_pwm, pwm, 3, N_BITS},
    {&phw_pulse_code_ppm, ppm, 4, N_BITS},
    {&phw_pulse_code_nrz, nrz, 1, N_BITS},
};

/* On and off at 18 dB a sample: nothing but the rate, the code and the start is to be
 * found. */
Test(pulse_reader, any_code_and_rate_is_read_when_keyed_on_and_off)
{
    uint8_t bit[N_BITS];
    for (uint32_t trial = 0; trial < 48; ++trial) {
        const size_t kind = trial % 4;
        const double unit = 6.3 * pow(1.22, trial / 4 % 12);
        random_bits(bit, trial);
        bit[0] = 1;
        bit[N_BITS - 1] = 1;
        const pulses p = kinds[kind].encode(bit);
        const size_t n = make(&p, unit, 18, 0.03 * (trial % 5), 0, trial);
        read_one(&m, n);
        cr_assert_eq(m.code, kinds[kind].code, "trial %u, unit %g: %s, not %s", trial,
                     unit, m.code != NULL ? m.code->name : "none",
                     kinds[kind].code->name);
        cr_expect_eq(m.reading.n_bits, N_BITS, "trial %u, %s: %zu bits", trial,
                     m.code->name, m.reading.n_bits);
        cr_expect_arr_eq(m.reading.bit, bit, N_BITS, "trial %u, %s", trial,
                         m.code->name);
        cr_expect_float_eq(m.reading.unit, unit, 0.03 * unit + 0.2, "trial %u: %g",
                           trial, m.reading.unit);
        cr_expect(m.keyed);
        cr_expect_float_eq((double)m.from, FIRST, 3 + unit, "trial %u: %zu", trial,
                           m.from);
        cr_expect_float_eq(m.snr_db, 18, 1);
        cr_expect_float_eq(m.cfo, 0.03 * (trial % 5), 0.003, "%g", m.cfo);
    }
}

/* In frequency, at 15 dB a sample: deviations of 0.02 to 0.06 cycles a sample. */
Test(pulse_reader, all_but_ppm_are_read_when_keyed_in_frequency)
{
    const size_t which[] = {0, 3, 1};
    uint8_t bit[N_BITS];
    for (uint32_t trial = 0; trial < 24; ++trial) {
        const size_t kind = which[trial % 3];
        const double unit = 20.3 * pow(1.2, trial / 3);
        const double deviation = 0.02 * (1 + trial / 3 % 3);
        random_bits(bit, trial + 100);
        bit[0] = 1;
        bit[N_BITS - 1] = kind == 3;
        const pulses p = kinds[kind].encode(bit);
        const size_t n = make(&p, unit, 15, 0.05, deviation, trial);
        read_one(&m, n);
        cr_assert_eq(m.code, kinds[kind].code, "trial %u, unit %g: %s, not %s", trial,
                     unit, m.code != NULL ? m.code->name : "none",
                     kinds[kind].code->name);
        cr_expect_not(m.keyed);
        cr_expect_eq(m.reading.n_bits, N_BITS, "trial %u, %s: %zu bits", trial,
                     m.code->name, m.reading.n_bits);
        cr_expect_arr_eq(m.reading.bit, bit, N_BITS, "trial %u, %s", trial,
                         m.code->name);
        cr_expect_float_eq(m.deviation, deviation, 0.15 * deviation, "trial %u: %g",
                           trial, m.deviation);
        cr_expect_float_eq(m.cfo, 0.05, 0.2 * deviation, "%g", m.cfo);
    }
}

/* Errors of Manchester bits at 20 samples a half bit, where the burst is but not its
 * rate. A reader that knows the rate and compares energies errs as the closed form
 * says; ours averages magnitudes, and is allowed twice that. Bits are independent: 5
 * sigma. */
Test(pulse_reader, bit_errors_are_near_the_closed_form_of_a_known_rate)
{
    enum {
        TRIALS = 12
    };

    static const double snr_db[] = {4, 5, 7};
    const double unit = 20.3;
    phw_pulse_reader *r = NULL;
    cr_assert_eq(phw_pulse_reader_create(&r), PHW_OK);
    for (size_t s = 0; s < sizeof snr_db / sizeof snr_db[0]; ++s) {
        size_t errors = 0;
        size_t n_lost = 0;
        for (uint32_t trial = 0; trial < TRIALS; ++trial) {
            uint8_t bit[N_BITS];
            random_bits(bit, trial + 300);
            bit[0] = 1;
            bit[N_BITS - 1] = 0;
            const pulses p = manchester(bit);
            const size_t n = make(&p, unit, snr_db[s], 0.01, 0, trial + 300);
            const phw_pulse_burst b = {FIRST, FIRST + (size_t)(128 * unit), 1, 1};
            cr_assert_eq(phw_pulse_reader_run(r, &m, x, n, &b), PHW_OK);
            if (m.code != &phw_pulse_code_manchester || m.reading.n_bits != N_BITS) {
                ++n_lost;
                continue;
            }
            for (size_t i = 0; i < N_BITS; ++i)
                errors += m.reading.bit[i] != bit[i];
        }
        const double eb_n0 = 20 * pow(10, snr_db[s] / 10);
        const double want = phw_line_error_energy(eb_n0, 20);
        const double total = (double)((TRIALS - n_lost) * N_BITS);
        cr_expect_leq((double)errors, want * total + 5 * sqrt(want * total),
                      "%g dB: %zu", snr_db[s], errors);
        cr_expect_leq(n_lost, snr_db[s] < 5 ? 3 : 0, "%g dB: %zu lost", snr_db[s],
                      n_lost);
    }
    phw_pulse_reader_destroy(r);
}

Test(pulse_reader, noise_alone_has_no_bursts_of_any_code)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x932), 1};
    phw_pulse_burst_list l = {0};
    phw_pulse_reader *r = NULL;
    phw_rng_normal_complex(x, &rng, 1, 0, N_MAX);
    cr_assert_eq(phw_pulse_reader_create(&r), PHW_OK);
    cr_assert_eq(phw_pulse_bursts_find(&l, x, N_MAX, 1000), PHW_OK);
    for (size_t i = 0; i < l.n; ++i) {
        cr_assert_eq(phw_pulse_reader_run(r, &m, x, N_MAX, &l.burst[i]), PHW_OK);
        cr_expect_null(m.code);
    }
    phw_pulse_reader_destroy(r);
    phw_pulse_bursts_free(&l);
    phw_pulse_reader_destroy(NULL);
}
