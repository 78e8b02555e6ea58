#include "phy/wifi_coding.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

#define N_RATES 8

static const unsigned mbps[N_RATES] = {6, 9, 12, 18, 24, 36, 48, 54};

static phw_wifi_coding coding_of(bool ht, size_t i)
{
    phw_wifi_coding c;
    cr_assert_eq(ht ? phw_wifi_coding_ht(&c, (unsigned)i)
                    : phw_wifi_coding_legacy(&c, mbps[i]),
                 PHW_OK);
    return c;
}

/* Tables 17-4 and 19-27. */
Test(wifi_coding, a_symbol_holds_what_the_standard_says)
{
    static const unsigned legacy[N_RATES] = {24, 36, 48, 72, 96, 144, 192, 216};
    static const unsigned ht[N_RATES] = {26, 52, 78, 104, 156, 208, 234, 260};
    for (size_t i = 0; i < N_RATES; ++i) {
        const phw_wifi_coding c = coding_of(false, i);
        cr_expect_eq(c.n_data, legacy[i]);
        cr_expect_eq(coding_of(true, i).n_data, ht[i]);
        cr_expect_eq(phw_wifi_coding_symbols(&c, 100), (822 + c.n_data - 1) / c.n_data);
    }
}

Test(wifi_coding, other_rates_are_refused)
{
    phw_wifi_coding c;
    cr_expect_eq(phw_wifi_coding_legacy(&c, 7), PHW_EARG);
    cr_expect_eq(phw_wifi_coding_legacy(&c, 0), PHW_EARG);
    cr_expect_eq(phw_wifi_coding_ht(&c, 8), PHW_EARG);
}

Test(wifi_coding, puncturing_leaves_the_coded_bits_of_a_symbol)
{
    for (size_t i = 0; i < 2 * N_RATES; ++i) {
        const phw_wifi_coding c = coding_of(i >= N_RATES, i % N_RATES);
        size_t sent = 0;
        for (size_t k = 0; k < 2 * (size_t)c.n_data; ++k)
            sent += (size_t)phw_wifi_coding_sends(&c, k);
        cr_expect_eq(sent, c.n_coded);
    }
}

/* Neighbours of the code lie on other carriers, as far apart as the columns; and no two
 * bits in one place. */
Test(wifi_coding, interleaving_is_a_permutation_that_parts_neighbours)
{
    for (size_t i = 0; i < 2 * N_RATES; ++i) {
        const phw_wifi_coding c = coding_of(i >= N_RATES, i % N_RATES);
        bool met[PHW_WIFI_CODED_MAX] = {false};
        size_t last = 0;
        for (size_t k = 0; k < c.n_coded; ++k) {
            const size_t place = phw_wifi_coding_interleaved(&c, k);
            const size_t carrier = place / c.bits_per_carrier;
            cr_assert_lt(place, c.n_coded);
            cr_expect_not(met[place]);
            met[place] = true;
            if (k % (c.n_carriers == 48 ? 16 : 13) != 0)
                cr_expect_eq(carrier, last + (c.n_carriers == 48 ? 3 : 4));
            last = carrier;
        }
    }
}

/* The bits of 16-QAM's second permutation change places in every second column. */
Test(wifi_coding, interleaving_turns_the_bits_of_a_carrier_round)
{
    const phw_wifi_coding c = coding_of(false, 4);
    cr_expect_eq(phw_wifi_coding_interleaved(&c, 0), 0);
    cr_expect_eq(phw_wifi_coding_interleaved(&c, 1), 13);
    cr_expect_eq(phw_wifi_coding_interleaved(&c, 2), 24);
    cr_expect_eq(phw_wifi_coding_interleaved(&c, 16), 1);
    cr_expect_eq(phw_wifi_coding_interleaved(&c, 17), 12);
}

static void write_label(uint8_t *bit, unsigned label, unsigned n)
{
    for (unsigned i = 0; i < n; ++i)
        bit[i] = (label >> (n - 1 - i)) & 1;
}

/* Table 17-16: along an axis 000 is -7, 001 -5, 011 -3, 010 -1, 110 1 ... */
Test(wifi_coding, points_are_gray_and_of_mean_power_1)
{
    static const int level[8] = {-7, -5, -1, -3, 7, 5, 1, 3};
    for (size_t i = 0; i < N_RATES; ++i) {
        const phw_wifi_coding c = coding_of(false, i);
        double power = 0;
        for (unsigned label = 0; label < 1U << c.bits_per_carrier; ++label) {
            uint8_t bit[6];
            write_label(bit, label, c.bits_per_carrier);
            const phw_cf x = phw_wifi_coding_point(&c, bit);
            power += phw_cf_power(x) / (1U << c.bits_per_carrier);
            if (c.bits_per_carrier == 6) {
                cr_expect_float_eq(crealf(x) * sqrtf(42), level[label >> 3], 1e-5F);
                cr_expect_float_eq(cimagf(x) * sqrtf(42), level[label & 7], 1e-5F);
            }
        }
        cr_expect_float_eq(power, 1, 1e-6);
    }
}

/* Against the distances to all points, of any number of points, far outside as well. */
Test(wifi_coding, errors_are_distances_to_the_nearest_points)
{
    for (size_t i = 0; i < N_RATES; ++i) {
        const phw_wifi_coding c = coding_of(false, i);
        phw_cf x[53];
        double expected = 0;
        const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x747), (uint32_t)i};
        phw_rng_normal_complex(x, &rng, 2, 0, 53);
        x[20] = 1e6F;
        for (size_t k = 0; k < 53; ++k) {
            double least = HUGE_VAL;
            for (unsigned label = 0; label < 1U << c.bits_per_carrier; ++label) {
                uint8_t bit[6];
                write_label(bit, label, c.bits_per_carrier);
                least =
                    fmin(least, phw_cf_power(x[k] - phw_wifi_coding_point(&c, bit)));
            }
            expected += least;
            cr_expect_float_eq(phw_wifi_coding_error(&c, x, k + 1), expected,
                               1e-5 * expected, "%zu points", k + 1);
        }
    }
}

/* Against the squared distances to all points: their difference is 4 a times the value,
 * with `a` half the distance of neighbours (of BPSK 4). */
Test(wifi_coding, soft_values_are_those_of_the_nearest_points)
{
    for (size_t i = 0; i < N_RATES; ++i) {
        const phw_wifi_coding c = coding_of(false, i);
        const unsigned n = c.bits_per_carrier;
        static const double power[4] = {1, 2, 10, 42};
        for (uint32_t trial = 0; trial < 500; ++trial) {
            phw_cf x;
            float soft[6];
            const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x742), trial};
            phw_rng_normal_complex(&x, &rng, 2, 0, 1);
            phw_wifi_coding_soft(soft, &c, 0.25F * x, 0.25F);
            for (unsigned b = 0; b < n; ++b) {
                double least[2] = {HUGE_VAL, HUGE_VAL};
                for (unsigned label = 0; label < 1U << n; ++label) {
                    uint8_t bit[6];
                    write_label(bit, label, n);
                    const double d = phw_cf_power(x - phw_wifi_coding_point(&c, bit));
                    least[bit[b]] = fmin(least[bit[b]], d);
                }
                const double expected =
                    (least[0] - least[1]) / (4 / sqrt(power[n / 2])) / 4;
                cr_expect_float_eq(soft[b], expected, 1e-5, "bits %u bit %u", n, b);
            }
        }
    }
}

/* 17.3.5.5: the sequence of 127 bits from the state of all ones. */
Test(wifi_coding, scrambler_makes_the_sequence_of_the_standard)
{
    static const char expected[] =
        "00001110111100101100100100000010001001100010111010110110000011001101"
        "01001110011110110100001010101111101001010001101110001111111";
    uint8_t bit[127] = {0};
    cr_expect_eq(phw_wifi_scramble(bit, 127, 0x7F), 0x7F);
    for (size_t i = 0; i < 127; ++i)
        cr_assert_eq(bit[i], expected[i] - '0', "bit %zu", i);
}

Test(wifi_coding, the_seed_is_seen_in_seven_zeros)
{
    for (unsigned seed = 0; seed < 128; ++seed) {
        uint8_t bit[7] = {0};
        (void)phw_wifi_scramble(bit, 7, seed);
        cr_expect_eq(phw_wifi_scrambler_seed(bit), seed);
    }
}
