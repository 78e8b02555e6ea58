#include "tools/lab_ear.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "phy/ofdm.h"
#include "phy/wifi_frame.h"
#include "tools/lab_sounding.h"

#define LEAD 240
#define TAIL 300

/* What is sent, and where in it the instant is that an estimate is of. */
static const char *const forms[] = {
    "",
    "sounding: wifi-ltf\nsubcarriers: 52\nspacing_hz: 312500\n",
    "sounding: zadoff-chu:length=64:root=5\nsubcarriers: 64\nspacing_hz: 312500\n",
    "sounding: golay:order=6\nsubcarriers: 64\nspacing_hz: 312500\n",
    "sounding: lora:sf=6\nsubcarriers: 64\nspacing_hz: 312500\n",
    "sounding: ofdm-comb\nsubcarriers: 26\nspacing_hz: 312500\n",
};

#define N_FORMS (sizeof forms / sizeof forms[0])

static void read_scenario(phw_scenario *s, const char *form)
{
    char text[512];
    (void)snprintf(text, sizeof text, "level: iq\nbandwidth_hz: 20e6\n%s", form);
    cr_assert_eq(phw_scenario_parse(s, "test", text, strlen(text)), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_lab_sounding_check(s), PHW_OK, "%s", phw_error_message());
}

static double middle_of(const phw_scenario *s)
{
    phw_sounding_waveform w = {0};
    if (!phw_lab_sounding_is_own(s))
        return PHW_OFDM_LONG_AT + PHW_WIFI_FRAME_PHASE_AT;
    cr_assert_eq(phw_lab_sounding_make(&w, s), PHW_OK);
    const double middle = phw_sounding_waveform_middle(&w);
    phw_sounding_waveform_free(&w);
    return middle;
}

static const phw_cf gain[] = {0.4F * I, 0.9F - 0.2F * I};
static const double cfo = 0.0007;
static const double noise = 0.01;

/* A slot: noise, and the burst over two paths, the second 6 samples later and the
 * stronger, with a carrier offset. */
static void fill(phw_cf *slot, size_t n, const phw_signal *sent, uint32_t trial)
{
    const phw_rng rng = {11, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x54), trial};
    phw_rng_normal_complex(slot, &rng, noise, 0, n);
    for (int path = 0; path < 2; ++path) {
        for (size_t i = 0; i < sent->n; ++i) {
            const size_t at = LEAD + i + 6 * (size_t)path;
            slot[at] += gain[path] * sent->sample[i] *
                        (phw_cf)cexp(CMPLX(0, 2 * M_PI * cfo * ((double)at - LEAD)));
        }
    }
}

/* |h - truth|^2 over all values, but for a phase that all have in common: the carrier
 * offset's own error, which is small. */
static double error_of(const phw_lab_ear *ear, const phw_cf *h, double middle)
{
    double complex turn = 0;
    double sum = 0;
    for (size_t k = 0; k < phw_lab_ear_values(ear); ++k) {
        const double f = phw_lab_ear_offsets(ear)[k] / 20e6;
        const double complex later = cexp(CMPLX(0, -2 * M_PI * f * 6));
        const double complex truth =
            ((double complex)gain[0] + (double complex)gain[1] * later) *
            cexp(CMPLX(0, 2 * M_PI * cfo * middle));
        turn += (double complex)h[k] * conj(truth);
        sum += phw_cf_power(h[k]) + phw_cf_power((phw_cf)truth);
    }
    cr_expect_lt(fabs(carg(turn)), 0.25, "phase %g", carg(turn));
    return sum - 2 * cabs(turn);
}

#define SLOTS 100

/* The errors of all slots' estimates. */
static double listen(phw_lab_ear *ear, double middle)
{
    const phw_signal *sent = phw_lab_ear_sent(ear);
    const size_t n = LEAD + sent->n + TAIL;
    phw_cf *slot = calloc(n, sizeof *slot);
    phw_cf *h = calloc(phw_lab_ear_values(ear), sizeof *h);
    double error = 0;
    uint64_t heard = 0;
    uint64_t number = 0;
    cr_assert_eq(phw_lab_ear_listen(ear, n, LEAD), PHW_OK);
    for (uint32_t i = 0; i <= SLOTS; ++i) {
        fill(slot, n, sent, i);
        cr_assert_eq(i < SLOTS ? phw_lab_ear_push(ear, slot) : phw_lab_ear_finish(ear),
                     PHW_OK);
        while (phw_lab_ear_take(ear, h, &number)) {
            cr_expect_eq(number, heard++);
            error += error_of(ear, h, middle);
        }
    }
    cr_expect_eq(heard, SLOTS, "%llu", (unsigned long long)heard);
    free(slot);
    free(h);
    return error;
}

/* As many values of equal variance have a mean |error|^2 that scatters as much as those
 * of the burst's bins: (sum v)^2 / sum v^2. */
static double values_of(const phw_scenario *s)
{
    phw_sounding_waveform w = {0};
    double sum = 0;
    double square = 0;
    if (!phw_lab_sounding_is_own(s))
        return PHW_OFDM_N_USED;
    cr_assert_eq(phw_lab_sounding_make(&w, s), PHW_OK);
    for (size_t k = 0; k < w.n_used; ++k) {
        double power = 0;
        for (size_t b = 0; b < w.n_blocks; ++b)
            power += phw_cf_power(w.known[w.block[b].core * w.n_used + k]);
        sum += 1 / power;
        square += 1 / (power * power);
    }
    phw_sounding_waveform_free(&w);
    return sum * sum / square;
}

/* The mean |error|^2 of n values in each of SLOTS is chi-squared with about 2 n SLOTS
 * degrees of freedom; the phase taken off has half a value's of each slot. 5 sigma, and
 * 2 % for what the offset leaves inside the blocks. */
Test(lab_ear, hears_the_channel_from_where_it_was_sent)
{
    phw_scenario *s = malloc(sizeof *s);
    for (size_t f = 0; f < N_FORMS; ++f) {
        phw_lab_ear *ear = NULL;
        double share = 0;
        read_scenario(s, forms[f]);
        cr_assert_eq(phw_lab_ear_create(&ear, s), PHW_OK);
        cr_assert_eq(phw_lab_sounding_find_share(&share, s), PHW_OK);
        const double n = values_of(s);
        const double mean = listen(ear, middle_of(s)) / SLOTS / (share * noise) /
                            (double)phw_lab_ear_values(ear);
        cr_expect_lt(fabs(mean - (1 - 0.5 / n)), 5 / sqrt(n * SLOTS) + 0.02,
                     "%s: error %.3f of what it should be", forms[f], mean);
        phw_lab_ear_destroy(ear);
    }
    free(s);
}

Test(lab_ear, reaches_as_far_as_its_receiver)
{
    phw_scenario *s = malloc(sizeof *s);
    phw_lab_ear *ear = NULL;
    read_scenario(s, forms[0]);
    cr_assert_eq(phw_lab_ear_create(&ear, s), PHW_OK);
    cr_expect_eq(phw_lab_ear_reach(ear), 1.0 / 32);
    phw_lab_ear_destroy(ear);
    read_scenario(s, forms[2]);
    cr_assert_eq(phw_lab_ear_create(&ear, s), PHW_OK);
    cr_expect_eq(phw_lab_ear_reach(ear), 1.0 / 128);
    phw_lab_ear_destroy(ear);
    free(s);
}
