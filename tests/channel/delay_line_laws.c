/* How near a waveform's taps are to those of an envelope's law between two readings. */
#include <math.h>

#include <criterion/criterion.h>

#include "channel/delay_line.h"
#include "channel/envelope.h"
#include "channel/fading.h"
#include "channel/laws.h"

#include "tests/channel/statistics.h"

/* fd = 1 Hz. */
#define RATE 1e4

enum {
    N = 40 * 10000,
    BLOCK = 1000
};

typedef struct air {
    phw_fading *fading;
    phw_envelope *law;
} air;

static phw_status read_air(void *context, phw_cf *tap, double time_s)
{
    const air *a = context;
    PHW_TRY(phw_fading_read(a->fading, tap, time_s));
    phw_envelope_apply(a->law, tap, 1, NULL);
    return PHW_OK;
}

/* Mean error of 40/fd of a constant through one tap of the law, dB, taps being read as
 * for a shift of so many fd. */
static double error_db(double *worst_db, const char *text, double shifts)
{
    const phw_fading_config config = {.n = 1, .doppler_hz = 1, .rng = {.seed = 27}};
    const phw_taps taps = {.n = 1};
    air a = {0};
    phw_law_choice law;
    phw_delay_line *line = NULL;
    cr_assert_eq(phw_law_choose(&law, text), PHW_OK);
    cr_assert_eq(phw_envelope_create(&a.law, &law), PHW_OK);
    cr_assert_eq(phw_fading_create(&a.fading, &config), PHW_OK);
    const phw_delay_line_config line_config = {.taps = &taps,
                                               .rate_hz = RATE,
                                               .doppler_hz = shifts,
                                               .source = read_air,
                                               .context = &a};
    cr_assert_eq(phw_delay_line_create(&line, &line_config), PHW_OK);
    double sum = 0;
    double most = 0;
    for (size_t from = 0; from < N; from += BLOCK) {
        phw_cf x[BLOCK];
        for (size_t i = 0; i < BLOCK; ++i)
            x[i] = 1;
        cr_assert_eq(phw_delay_line_push(line, x, x, BLOCK), PHW_OK);
        for (size_t i = 0; i < BLOCK; ++i) {
            phw_cf h = 0;
            cr_assert_eq(read_air(&a, &h, (double)(from + i) / RATE), PHW_OK);
            const double error = phw_cf_power(x[i] - h);
            sum += error / N;
            most = fmax(most, error);
        }
    }
    phw_delay_line_destroy(line);
    phw_fading_destroy(a.fading);
    phw_envelope_destroy(a.law);
    *worst_db = 10 * log10(most);
    return 10 * log10(sum);
}

static const char *const laws[] = {"rayleigh", "nakagami:m=0.5", "nakagami:m=1.5",
                                   "nakagami:m=4", "nakagami:m=50"};

Test(delay_line_laws, taps_read_for_their_law_are_within_80_db)
{
    for (size_t i = 0; i < sizeof laws / sizeof laws[0]; ++i) {
        phw_law_choice law;
        double worst_db = 0;
        cr_assert_eq(phw_law_choose(&law, laws[i]), PHW_OK);
        const double db = error_db(&worst_db, laws[i], phw_law_widening(&law));
        cr_expect_lt(db, -80, "%s: %.1f dB", laws[i], db);
        cr_expect_lt(worst_db, -70, "%s: worst %.1f dB", laws[i], worst_db);
    }
}

/* What the widening is for. */
Test(delay_line_laws, a_stretched_envelope_is_not_limited_to_the_doppler_band)
{
    double worst_db = 0;
    cr_expect_lt(error_db(&worst_db, "rayleigh", 1), -80);
    cr_expect_gt(error_db(&worst_db, "nakagami:m=4", 1), -60);
    cr_expect_gt(worst_db, -30);
}
