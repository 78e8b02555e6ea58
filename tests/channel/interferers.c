#include "channel/interferers.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tests/channel/statistics.h"

#define RATE 20e6

enum {
    N = 40000
};

static phw_cf out[N];
static phw_cf again[N];

static phw_interferer_source source(const phw_interferer_choice *c)
{
    return (phw_interferer_source){
        .rate_hz = RATE,
        .params = c->params,
        .rng = {.seed = 5, .purpose = PHW_RNG_PURPOSE(PHW_RNG_INTERFERENCE, 0)}};
}

static phw_interferer_choice choose(const char *text)
{
    phw_interferer_choice c;
    cr_assert_eq(phw_interferer_choose(&c, text), PHW_OK, "%s", phw_error_message());
    return c;
}

static void fill(const char *text, int64_t from)
{
    const phw_interferer_choice c = choose(text);
    const phw_interferer_source s = source(&c);
    c.entry->fill(out, &s, from, N);
}

Test(interferers, every_entry_is_complete)
{
    size_t n = 0;
    const phw_interferer *const *all = phw_interferer_list(&n);
    cr_expect_eq(n, 6);
    for (size_t i = 0; i < n; ++i) {
        cr_expect_eq(choose(all[i]->name).entry, all[i]);
        cr_expect_gt(strlen(all[i]->summary), 3);
        cr_assert_geq(all[i]->n_params, 1);
        cr_expect_str_eq(all[i]->params[0].name, "power_db");
    }
}

/* Of noise |x|^2 has variance 1; an OFDM symbol's mean power is 1 less nothing, so that
 * of parts of two symbols at the ends varies at most as noise does. */
Test(interferers, waveforms_have_power_one_while_they_are_on)
{
    static const char *const always[] = {
        "tone:offset_hz=3M", "ofdm", "chirp", "jammer", "reactive", "burst:duty=1"};
    for (size_t k = 0; k < sizeof always / sizeof always[0]; ++k) {
        double power = 0;
        fill(always[k], -N / 3);
        for (size_t i = 0; i < N; ++i)
            power += phw_cf_power(out[i]) / N;
        cr_expect_float_eq(power, 1, tolerance(1, N), "%s: %g", always[k], power);
    }
}

Test(interferers, a_sample_depends_on_its_number_alone)
{
    static const char *const kinds[] = {"tone:offset_hz=1.23M",
                                        "ofdm",
                                        "chirp:period_s=13u",
                                        "jammer",
                                        "reactive",
                                        "burst:period_s=100u:duty=0.3"};
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; ++k) {
        const phw_interferer_choice c = choose(kinds[k]);
        const phw_interferer_source s = source(&c);
        fill(kinds[k], -N / 2);
        for (size_t end = N, take = 1; end > 0; take = take % 977 + 5) {
            const size_t n = take < end ? take : end;
            end -= n;
            c.entry->fill(again + end, &s, -N / 2 + (int64_t)end, n);
        }
        cr_expect_eq(memcmp(out, again, sizeof out), 0, "%s", kinds[k]);
    }
}

Test(interferers, a_tone_is_where_it_was_asked_for)
{
    fill("tone:offset_hz=-3M", 0);
    for (size_t i = 0; i + 1000 < N; i += 1000) {
        const double complex turn =
            (double complex)out[i + 7] * conj((double complex)out[i]);
        cr_expect_lt(cabs(turn - phasor(-3.0 / 20 * 7)), 1e-6, "%zu", i);
    }
}

/* 2000 samples from -5 MHz to 5 MHz: the phase's second difference is constant. */
Test(interferers, a_chirp_sweeps_in_a_straight_line)
{
    fill("chirp:period_s=100u", 0);
    for (size_t i = 0; i < 1999; i += 37) {
        const double complex turn =
            (double complex)out[i + 1] * conj((double complex)out[i]);
        const double cycles = -0.25 + 0.5 * ((double)i + 0.5) / 2000;
        cr_expect_lt(cabs(turn - phasor(cycles)), 1e-5, "%zu", i);
    }
}

Test(interferers, bursts_fill_their_share_of_every_period)
{
    unsigned last = 2000;
    unsigned places = 0;
    fill("burst:period_s=100u:duty=0.3", 0);
    for (size_t period = 0; period < N / 2000; ++period) {
        unsigned on = 0;
        unsigned first = 2000;
        for (unsigned i = 0; i < 2000; ++i) {
            const bool sent = out[period * 2000 + i] != 0;
            on += sent;
            first = sent && i < first ? i : first;
        }
        cr_expect_eq(on, 600, "%u", on);
        places += first != last;
        last = first;
    }
    cr_expect_geq(places, 18);
    fill("burst:duty=0", 0);
    for (size_t i = 0; i < N; ++i)
        cr_assert_eq(out[i], 0.0F);
}

/* The waveform is drawn from the source's own stream: numbers from it would place
 * bursts by what they send. 1 in 1401 places is met by chance. */
Test(interferers, bursts_are_placed_by_a_stream_of_their_own)
{
    const phw_interferer_choice c = choose("burst:period_s=100u:duty=0.3");
    const phw_interferer_source s = source(&c);
    fill("burst:period_s=100u:duty=0.3", 0);
    size_t same = 0;
    for (size_t period = 0; period < N / 2000; ++period) {
        size_t first = 0;
        while (out[period * 2000 + first] == 0)
            ++first;
        float place = 0;
        phw_rng_uniform(&place, &s.rng, phw_interferer_index((int64_t)period), 1);
        same += first == (size_t)((double)place * 1401);
    }
    cr_expect_leq(same, 1, "%zu", same);
}

/* Where the prefix is, x(n) = x(n + 64); of a whole symbol's transform DC and the edges
 * are empty and the other 52 carriers have equal power. */
Test(interferers, ofdm_has_prefixes_and_52_carriers)
{
    fill("ofdm", 0);
    size_t start = 0;
    unsigned found = 0;
    for (size_t i = 0; i < 80; ++i) {
        double error = 0;
        for (size_t k = 0; k < 16; ++k)
            error += phw_cf_power(out[i + k] - out[i + k + 64]);
        if (error < 1e-8) {
            start = i;
            ++found;
        }
    }
    cr_assert_eq(found, 1, "%u", found);
    for (int k = -32; k < 32; ++k) {
        double complex carrier = 0;
        for (size_t i = 0; i < 64; ++i)
            carrier += (double complex)out[start + 16 + i] * phasor(-k * (int)i / 64.0);
        const bool used = k != 0 && abs(k) <= 26;
        cr_expect_float_eq(cabs(carrier), used ? 64 / sqrt(52) : 0, 1e-4, "%d", k);
    }
}

Test(interferers, unknown_names_and_parameters_are_refused)
{
    static const char *const bad[] = {"ton", "", "tone:duty=1", "burst:duty=1.1",
                                      "reactive:hold_s=0"};
    phw_interferer_choice c = {0};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_interferer_choose(&c, bad[i]), PHW_EARG, "%s", bad[i]);
    cr_expect_null(c.entry);
    cr_expect_eq(phw_interferer_choose(&c, "ton"), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "tone, burst, ofdm"));
}
