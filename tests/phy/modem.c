#include "phy/modem.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    N = 2000
};

/* Every modulation, in turn; false past the last. */
static bool take(phw_modem **modem, size_t i)
{
    const char *name = NULL;
    const char *summary = NULL;
    if (!phw_modem_at(&name, &summary, i))
        return false;
    cr_assert_eq(phw_modem_create(modem, name), PHW_OK, "%s: %s", name,
                 phw_error_message());
    return true;
}

static void draw(uint8_t label[N], unsigned n_points, uint32_t trial)
{
    const phw_rng rng = {.seed = 1, .trial = trial};
    for (size_t i = 0; i < N; ++i)
        label[i] = (uint8_t)phw_rng_below(&rng, i, n_points);
}

Test(modem, every_modulation_gives_its_labels_back)
{
    phw_modem *modem = NULL;
    size_t n_modems = 0;
    for (; take(&modem, n_modems); ++n_modems) {
        static uint8_t label[N];
        static uint8_t found[N];
        static phw_cf point[N];
        const phw_modem_info *info = phw_modem_about(modem);
        draw(label, info->n_points, 1);
        cr_assert_eq(phw_modem_modulate(modem, point, label, N), PHW_OK);
        cr_assert_eq(phw_modem_demodulate(modem, found, point, N), PHW_OK);
        cr_expect_arr_eq(found, label, N, "%s", info->name);
        phw_modem_destroy(modem);
    }
    cr_expect_eq(n_modems, 51); /* liquid-dsp 1.5 */
}

Test(modem, points_have_mean_power_1)
{
    phw_modem *modem = NULL;
    for (size_t i = 0; take(&modem, i); ++i) {
        const phw_modem_info *info = phw_modem_about(modem);
        double sum = 0;
        for (unsigned label = 0; label < info->n_points; ++label)
            sum += phw_cf_power(info->points[label]);
        cr_expect_float_eq(sum / info->n_points, 1, 1e-4, "%s: %g", info->name, sum);
        phw_modem_destroy(modem);
    }
}

/* Between two points, on them, far outside and at the origin: a label, and where
 * nothing else decides (apsk), the nearest point's. */
Test(modem, decides_for_the_nearest_point_wherever_the_sample_lies)
{
    phw_modem *modem = NULL;
    for (size_t i = 0; take(&modem, i); ++i) {
        const phw_modem_info *info = phw_modem_about(modem);
        const bool rings_first = strncmp(info->name, "apsk", 4) == 0;
        for (unsigned a = 0; a < info->n_points; ++a) {
            const phw_cf sample[] = {(info->points[a] + info->points[0]) / 2,
                                     1000 * info->points[a], 0,
                                     0.7F * info->points[a] + 0.1F};
            for (unsigned k = 0; k < 4; ++k) {
                uint8_t label = 0;
                cr_assert_eq(phw_modem_demodulate(modem, &label, &sample[k], 1),
                             PHW_OK);
                cr_assert_lt(label, info->n_points, "%s", info->name);
                double least = HUGE_VAL;
                for (unsigned b = 0; b < info->n_points; ++b)
                    least =
                        fmin(least, sqrt(phw_cf_power(sample[k] - info->points[b])));
                const double got = sqrt(phw_cf_power(sample[k] - info->points[label]));
                cr_expect(rings_first || got <= least * (1 + 1e-4) + 1e-4,
                          "%s, label %u, sample %u: %g, nearest %g", info->name, a, k,
                          got, least);
            }
        }
        phw_modem_destroy(modem);
    }
}

Test(modem, differential_modulations_start_anew_with_every_call)
{
    phw_modem *modem = NULL;
    cr_assert_eq(phw_modem_create(&modem, "dpsk4"), PHW_OK);
    static uint8_t label[N];
    static phw_cf first[N];
    static phw_cf second[N];
    draw(label, 4, 2);
    cr_expect(phw_modem_about(modem)->has_memory);
    cr_assert_eq(phw_modem_modulate(modem, first, label, N), PHW_OK);
    cr_assert_eq(phw_modem_modulate(modem, second, label, N), PHW_OK);
    cr_expect_eq(memcmp(first, second, sizeof first), 0);
    phw_modem_destroy(modem);
}

Test(modem, refuses_what_is_no_label_no_sample_and_no_name)
{
    phw_modem *modem = NULL;
    const uint8_t label[] = {0, 3, 4};
    phw_cf sample[] = {1, CMPLXF(0, NAN), CMPLXF(INFINITY, 0)};
    uint8_t found[3];
    cr_assert_eq(phw_modem_create(&modem, "qpsk"), PHW_OK);
    cr_expect_eq(phw_modem_modulate(modem, sample, label, 3), PHW_EARG);
    cr_expect_eq(phw_modem_demodulate(modem, found, sample, 3), PHW_EINPUT);
    cr_expect_eq(phw_modem_demodulate(modem, found, sample + 2, 1), PHW_EINPUT);
    phw_modem_destroy(modem);
    phw_modem *none = NULL;
    cr_expect_eq(phw_modem_create(&none, "qam17"), PHW_EARG);
    cr_expect_eq(phw_modem_create(&none, "arb"), PHW_EARG);
    cr_expect_eq(phw_modem_create(&none, "unknown"), PHW_EARG);
    cr_expect_null(none);
    phw_modem_destroy(NULL);
}

Test(modem, bytes_become_labels_highest_bit_first)
{
    const uint8_t byte[] = {0xb4, 0x1f};
    uint8_t label[6];
    cr_assert_eq(phw_modem_n_symbols(2, 3), 6);
    phw_modem_pack(label, byte, 2, 3);
    /* 101 101 000 001 111 1(00) */
    static const uint8_t want[] = {5, 5, 0, 1, 7, 4};
    cr_expect_arr_eq(label, want, 6);
}

Test(modem, bytes_come_back_from_labels_of_every_width)
{
    const phw_rng rng = {.seed = 2};
    for (unsigned n_bits = 1; n_bits <= PHW_MODEM_BITS_MAX; ++n_bits) {
        for (size_t n = 0; n <= 40; ++n) {
            uint8_t byte[41];
            uint8_t again[41];
            uint8_t label[8 * 41];
            for (size_t i = 0; i < n; ++i)
                byte[i] = (uint8_t)phw_rng_below(&rng, i, 256);
            const size_t n_symbols = phw_modem_n_symbols(n, n_bits);
            cr_assert_eq(n_symbols, (8 * n + n_bits - 1) / n_bits);
            memset(label, 0xff, sizeof label);
            phw_modem_pack(label, byte, n, n_bits);
            cr_expect_eq(label[n_symbols], 0xff);
            cr_expect(phw_modem_unpack(again, label, n, n_bits));
            cr_expect_arr_eq(again, byte, n, "%u bits, %zu bytes", n_bits, n);
            if (n_symbols * n_bits > 8 * n) {
                label[n_symbols - 1] |= 1;
                cr_expect_not(phw_modem_unpack(again, label, n, n_bits));
            }
        }
    }
}
