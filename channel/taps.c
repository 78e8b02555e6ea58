#include "channel/taps.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "channel/spectra.h"
#include "core/param.h"

/* Beyond it a tap is nothing beside another. */
#define POWER_DB_MAX 200

#define BLANKS " \t\n"

static double total_power(const phw_taps *taps)
{
    double sum = 0;
    for (size_t l = 0; l < taps->n; ++l)
        sum += taps->power[l];
    return sum;
}

static phw_status refuse(const char *what, double value, size_t tap, const char *range)
{
    return phw_fail(PHW_EARG, "taps: %s %g of tap %zu; expected %s", what, value, tap,
                    range);
}

phw_status phw_taps_check(const phw_taps *taps)
{
    if (taps->n < 1 || taps->n > PHW_TAPS_MAX)
        return phw_fail(PHW_EARG, "taps: %zu of them; expected 1 to %d", taps->n,
                        PHW_TAPS_MAX);
    for (size_t l = 0; l < taps->n; ++l) {
        if (!(taps->delay_s[l] >= 0) || !isfinite(taps->delay_s[l]))
            return refuse("delay in s", taps->delay_s[l], l, "0 or more");
        if (!(taps->power[l] >= 0) || !isfinite(taps->power[l]))
            return refuse("power", taps->power[l], l, "0 or more");
        if (!(taps->steady[l] >= 0 && taps->steady[l] <= 1))
            return refuse("steady share", taps->steady[l], l, "0 to 1");
    }
    const double sum = total_power(taps);
    if (!(sum > 0) || !isfinite(sum))
        return phw_fail(PHW_EARG, "taps: the powers of all %zu sum to %g", taps->n,
                        sum);
    return PHW_OK;
}

phw_status phw_taps_normalize(phw_taps *taps)
{
    PHW_TRY(phw_taps_check(taps));
    const double sum = total_power(taps);
    for (size_t l = 0; l < taps->n; ++l)
        taps->power[l] /= sum;
    return PHW_OK;
}

double phw_taps_mean_delay(const phw_taps *taps)
{
    double sum = 0;
    for (size_t l = 0; l < taps->n; ++l)
        sum += taps->power[l] * taps->delay_s[l];
    return sum / total_power(taps);
}

double phw_taps_delay_spread(const phw_taps *taps)
{
    const double mean = phw_taps_mean_delay(taps);
    double sum = 0;
    for (size_t l = 0; l < taps->n; ++l) {
        const double d = taps->delay_s[l] - mean;
        sum += taps->power[l] * d * d;
    }
    return sqrt(sum / total_power(taps));
}

static phw_status read_k(double *steady, const char *text)
{
    double k_db = 0;
    if (strcmp(text, "los") == 0) {
        *steady = 1;
        return PHW_OK;
    }
    const phw_status s = phw_param_number(&k_db, text, "dB");
    if (s)
        return phw_fail_within(s, "k");
    *steady = 1 / (1 + pow(10, -k_db / 10));
    return PHW_OK;
}

static phw_status read_delay(double *delay_s, const char *text)
{
    PHW_TRY(phw_param_number(delay_s, text, "s"));
    if (*delay_s < 0)
        return phw_fail(PHW_EARG, "delay %s is negative; expected 0s or more", text);
    return PHW_OK;
}

static phw_status read_power(double *power, const char *text)
{
    double power_db = 0;
    PHW_TRY(phw_param_number(&power_db, text, "dB"));
    if (fabs(power_db) > POWER_DB_MAX)
        return phw_fail(PHW_EARG, "power %s; expected -%d to %d dB", text, POWER_DB_MAX,
                        POWER_DB_MAX);
    *power = pow(10, power_db / 10);
    return PHW_OK;
}

/* One word of tap l, its place in the tap being `i`. */
static phw_status read_word(phw_taps *taps, size_t l, size_t i, const char *word)
{
    if (i == 0)
        return read_delay(&taps->delay_s[l], word);
    if (i == 1)
        return read_power(&taps->power[l], word);
    if (strncmp(word, "k=", 2) == 0)
        return read_k(&taps->steady[l], word + 2);
    if (strncmp(word, "spectrum=", 9) == 0)
        return phw_spectrum_find(&taps->spectrum[l], word + 9);
    return phw_fail(PHW_EARG,
                    "\"%s\"; expected k=6dB, k=los or spectrum=NAME after "
                    "the delay and the power",
                    word);
}

static phw_status read_tap(phw_taps *taps, char *text)
{
    if (taps->n == PHW_TAPS_MAX)
        return phw_fail(PHW_EARG, "more than %d taps", PHW_TAPS_MAX);
    size_t n_words = 0;
    char *state = NULL;
    for (char *word = strtok_r(text, BLANKS, &state); word != NULL;
         word = strtok_r(NULL, BLANKS, &state))
        PHW_TRY(read_word(taps, taps->n, n_words++, word));
    if (n_words < 2)
        return phw_fail(PHW_EARG, "%s; expected a delay and a power, 30ns -1dB",
                        n_words == 0 ? "empty" : "no power");
    ++taps->n;
    return PHW_OK;
}

/* strtok_r would pass over an empty tap. */
static phw_status read_all(phw_taps *taps, char *text)
{
    for (char *tap = text; tap != NULL;) {
        char *comma = strchr(tap, ',');
        if (comma != NULL)
            *comma = '\0';
        const phw_status s = read_tap(taps, tap);
        if (s)
            return phw_fail_within(s, "tap %zu", taps->n);
        tap = comma != NULL ? comma + 1 : NULL;
    }
    return PHW_OK;
}

phw_status phw_taps_read(phw_taps *out, const char *text)
{
    char *copy = strdup(text);
    if (copy == NULL)
        return phw_fail(PHW_ENOMEM, "no memory to read taps");
    phw_taps taps = {0};
    phw_status s = read_all(&taps, copy);
    free(copy);
    if (!s)
        s = phw_taps_normalize(&taps);
    if (!s)
        *out = taps;
    return s;
}
