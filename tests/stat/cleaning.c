/* What drivers have written of channels nearly at rest, cleaned. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "datasets/import_formats.h"
#include "phy/cleaners.h"
#include "phy/neighbours.h"

/* The traces are shared by the rows: the largest of each file. */
static phw_trace open_capture(const char *name)
{
    char path[4096];
    phw_import import = {0};
    phw_trace t = {0};
    size_t best = 0;
    (void)snprintf(path, sizeof path, "%s/datasets/recordings/csi/%s",
                   getenv("PHW_SOURCE"), name);
    cr_assert_eq(phw_import_read(&import, path, NULL), PHW_OK, "%s",
                 phw_error_message());
    for (size_t i = 0; i < import.n_traces; ++i) {
        if (import.trace[i].n_probes > import.trace[best].n_probes)
            best = i;
    }
    t = import.trace[best];
    import.trace[best] = (phw_trace){0};
    phw_import_free(&import);
    return t;
}

static void clean(phw_clean_report *report, phw_trace *t, const char *text)
{
    phw_clean_step step[PHW_CLEAN_STEPS_MAX];
    size_t n = 0;
    cr_assert_eq(phw_clean_steps_read(step, &n, text), PHW_OK);
    cr_assert_eq(phw_clean_run(report, t, step, n), PHW_OK, "%s", phw_error_message());
    cr_assert_eq(phw_trace_check(t), PHW_OK, "%s", phw_error_message());
}

/* Neighbouring probes of these captures were sent within milliseconds to a tenth of a
 * second, by stations that stood: their channels are alike, their phases are not until
 * the radios' own is taken off. `kept` carriers hold power: FeitCSI leaves the 8 pilots
 * of 242 out, the ESP32 trains 52 of 64, the 4366c0 heard 20 MHz of 80. The figures are
 * this data's, a little below what was measured. */
Test(cleaning, makes_neighbouring_probes_of_recorded_csi_alike)
{
    static const struct {
        const char *name;
        size_t kept;
        double before, after;
    } row[] = {
        {"intel5300_log.all_csi.6.7.6", 90, 0.5, 0.9990},
        {"atheros_ath_csi_1.dat", 336, 0.1, 0.89},
        {"nexmon_4366c0.pcap", 52, 0.1, 0.98},
        {"esp32_100hz_pitraffic.csv", 52, 0.1, 0.998},
        {"feitcsi_VHT80_5500.csi", 468, 0.1, 0.92},
        {"nexmon_43455c0.pcap", 107, 0.1, 0.98},
    };

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        phw_clean_report report[4];
        phw_trace t = open_capture(row[i].name);
        clean(report, &t, "duplicates,nulls,level,phase");
        cr_expect_eq(t.n_coefficients, row[i].kept, "%s: %zu", row[i].name,
                     t.n_coefficients);
        cr_expect_lt(report[3].before, row[i].before, "%s: %g", row[i].name,
                     report[3].before);
        cr_expect_gt(report[3].after, row[i].after, "%s: %g", row[i].name,
                     report[3].after);
        cr_expect_eq(report[3].after, phw_neighbour_correlation(&t));
        phw_trace_free(&t);
    }
}

/* Three receiving antennas of a recorded capture, put into a random order probe by
 * probe: the real antennas are told apart by what they hear. */
Test(cleaning, puts_the_antennas_of_a_recorded_capture_back)
{
    phw_clean_report report;
    phw_trace t = open_capture("atheros_ath_csi_1.dat");
    const size_t width = t.n_coefficients;
    const size_t third = width / 3;
    phw_cf *truth = malloc(t.n_probes * width * sizeof *truth);
    size_t n_wrong = 0;
    cr_assert_not_null(truth);
    memcpy(truth, t.cplx, t.n_probes * width * sizeof *truth);
    for (size_t p = 1; p < t.n_probes; ++p) {
        const phw_rng rng = {.seed = 6,
                             .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x2fe000),
                             .trial = (uint32_t)p};
        uint32_t order[3];
        phw_rng_permutation(order, &rng, 3);
        for (size_t a = 0; a < 3; ++a)
            memcpy(t.cplx + p * width + a * third, truth + p * width + order[a] * third,
                   third * sizeof *truth);
    }
    clean(&report, &t, "permute:of=3");
    for (size_t p = 0; p < t.n_probes; ++p)
        n_wrong +=
            memcmp(t.cplx + p * width, truth + p * width, width * sizeof *truth) != 0;
    cr_expect_leq(n_wrong, t.n_probes / 20, "%zu of %zu", n_wrong, t.n_probes);
    printf("# %zu of %zu probes in another order\n", n_wrong, t.n_probes);
    free(truth);
    phw_trace_free(&t);
}
