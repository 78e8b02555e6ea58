#include "phy/pulse_codes.h"

#include <string.h>

#include <criterion/criterion.h>

#include "phy/pulse_code_manchester.h"
#include "phy/pulse_code_nrz.h"
#include "phy/pulse_code_ppm.h"
#include "phy/pulse_code_pwm.h"

#define N    4000
#define UNIT 20

static phw_pulse_runs runs;
static double sum[N + 1];
static phw_pulse_reading reading;

/* A burst keyed by the digits of `chips`, UNIT samples each. */
static phw_pulse_waveform make(const char *chips)
{
    const size_t n = 200 + UNIT * strlen(chips);
    runs = (phw_pulse_runs){.low = 0, .high = 1};
    bool high = false;
    for (size_t i = 0; i < n; ++i) {
        const size_t k = i < 100 ? strlen(chips) : (i - 100) / UNIT;
        const bool now = k < strlen(chips) && chips[k] == '1';
        sum[i + 1] = sum[i] + (now ? 1 : 0);
        if (now != high)
            runs.edge[++runs.n] = (double)i;
        high = now;
    }
    runs.edge[++runs.n] = (double)n;
    return (phw_pulse_waveform){&runs, sum, n, true};
}

static void expect(const phw_pulse_code *code, const char *chips, const char *bits)
{
    const phw_pulse_waveform w = make(chips);
    char text[PHW_PULSE_BITS_MAX + 1] = {0};
    cr_assert(code->read(&reading, &w), "%s", code->name);
    for (size_t i = 0; i < reading.n_bits; ++i)
        text[i] = (char)('0' + reading.bit[i]);
    cr_expect_str_eq(text, bits, "%s", code->name);
    cr_expect_lt(reading.misfit, 0.01);
}

/* A 0 at the beginning starts with silence, a 1 at the end ends with it. */
Test(pulse_codes, manchester_reads_halves_that_differ)
{
    expect(&phw_pulse_code_manchester, "10100110011010011001", "1101011010");
    expect(&phw_pulse_code_manchester, "1001100101101001", "10100110");
}

Test(pulse_codes, pwm_reads_marks_and_ppm_spaces)
{
    expect(&phw_pulse_code_pwm, "1001101001001101101001", "10110011");
    expect(&phw_pulse_code_ppm, "100100001001000010010000100100001", "01010101");
}

Test(pulse_codes, nrz_reads_levels)
{
    expect(&phw_pulse_code_nrz, "1011101000110101111001", "1011101000110101111001");
}

Test(pulse_codes, what_is_none_is_refused)
{
    phw_pulse_waveform w = make("1011101000110101111001");
    cr_expect_not(phw_pulse_code_pwm.read(&reading, &w));
    cr_expect_not(phw_pulse_code_ppm.read(&reading, &w));
    w = make("1011");
    size_t n = 0;
    const phw_pulse_code *const *all = phw_pulse_code_list(&n);
    cr_expect_eq(n, 4);
    for (size_t i = 0; i < n; ++i)
        cr_expect_not(all[i]->read(&reading, &w), "%s", all[i]->name);
}
