#include "tools/sounding_options.h"

#include <string.h>

#include <criterion/criterion.h>

static const phw_option table[] = {PHW_OPTIONS_SOUNDING};

/* What the command line would give. */
static phw_status choose(phw_sounding_waveform *w, const char *waveform,
                         double bandwidth_hz, double rate_hz)
{
    phw_arguments a = {.option = table, .n_options = 2};
    a.value[0].given = waveform != NULL;
    a.value[0].text = waveform;
    a.value[1].given = bandwidth_hz > 0;
    a.value[1].number = bandwidth_hz;
    return phw_sounding_from_arguments(w, &a, rate_hz);
}

Test(sounding_options, bandwidth_is_a_whole_part_of_the_rate)
{
    phw_sounding_waveform w = {0};
    cr_assert_eq(choose(&w, "tone", 0.1e6, 0.3e6), PHW_OK, "%s", phw_error_message());
    cr_expect_eq(w.oversampling, 3);
    phw_sounding_waveform_free(&w);
    cr_assert_eq(choose(&w, "tone", 0, 12345), PHW_OK);
    cr_expect_eq(w.oversampling, 1);
    phw_sounding_waveform_free(&w);
    cr_expect_eq(choose(&w, "tone", 0.3e6, 1e6), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "--bandwidth"));
    cr_expect_eq(choose(&w, "tone", 2e6, 1e6), PHW_EARG);
    cr_expect_eq(choose(&w, "tune", 0, 1e6), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "--waveform"));
}
