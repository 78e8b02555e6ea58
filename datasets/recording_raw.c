#include "datasets/recording_raw.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/file.h"

/* As radios and their programs name them: rtl_433 (docs/IQ_FORMATS.md), GNU Radio,
 * SDRangel, URH, inspectrum. */
static const struct {
    const char *suffix;
    const char *type;
} suffixes[] = {
    {"cu8", "cu8"},         {"data", "cu8"},     {"complex16u", "cu8"},
    {"uc8", "cu8"},         {"cs8", "ci8"},      {"complex16s", "ci8"},
    {"sc8", "ci8"},         {"c8", "ci8"},       {"cs16", "ci16_le"},
    {"sc16", "ci16_le"},    {"c16", "ci16_le"},  {"complex32s", "ci16_le"},
    {"cs32", "ci32_le"},    {"sc32", "ci32_le"}, {"c32", "ci32_le"},
    {"cf32", "cf32_le"},    {"fc32", "cf32_le"}, {"cfile", "cf32_le"},
    {"complex", "cf32_le"}, {"cf64", "cf64_le"}, {"fc64", "cf64_le"},
    {"u8", "ru8"},          {"s8", "ri8"},       {"s16", "ri16_le"},
    {"s32", "ri32_le"},     {"u16", "ru16_le"},  {"f32", "rf32_le"},
    {"f64", "rf64_le"},
};

#define N_SUFFIXES (sizeof suffixes / sizeof suffixes[0])

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* What follows the last dot of a name, NULL without one; ".433.92M" has none, as a
 * suffix starts with a letter. */
static const char *suffix_of(const char *path)
{
    const char *name = base_name(path);
    const char *dot = strrchr(name, '.');
    return dot == NULL || !isalpha((unsigned char)dot[1]) ? NULL : dot + 1;
}

/* A run of digits that `end` follows, 0 when there is none; moves past both. */
static double read_digits(const char **at, const char *end)
{
    const size_t n = strspn(*at, "0123456789");
    const size_t m = strlen(end);
    double value = 0;
    if (n == 0 || n > 15 || strncmp(*at + n, end, m) != 0)
        return 0;
    for (size_t i = 0; i < n; ++i)
        value = 10 * value + (double)((*at)[i] - '0');
    *at += n + m;
    return value;
}

/* gqrx_YYYYMMDD_HHMMSS_FREQUENCY_RATE_fc.raw: numbers in Hz, samples cf32. */
static bool read_gqrx(double *rate_hz, double *carrier_hz, const char *path)
{
    static const char prefix[] = "gqrx_";
    const char *at = base_name(path);
    if (strncmp(at, prefix, sizeof prefix - 1) != 0)
        return false;
    at += sizeof prefix - 1;
    (void)read_digits(&at, "_");
    (void)read_digits(&at, "_");
    const double carrier = read_digits(&at, "_");
    const double rate = read_digits(&at, "_fc.raw");
    if (!(carrier > 0 && rate > 0 && *at == '\0'))
        return false;
    *rate_hz = rate;
    *carrier_hz = carrier;
    return true;
}

phw_status phw_raw_type_of_name(phw_sample_type *out, const char *path)
{
    double unused[2];
    const char *suffix = suffix_of(path);
    if (read_gqrx(&unused[0], &unused[1], path))
        return phw_sample_type_parse(out, "cf32_le");
    for (size_t i = 0; suffix != NULL && i < N_SUFFIXES; ++i) {
        if (strcasecmp(suffix, suffixes[i].suffix) == 0)
            return phw_sample_type_parse(out, suffixes[i].type);
    }
    if (suffix != NULL && phw_sample_type_parse(out, suffix) == PHW_OK)
        return PHW_OK;
    return phw_fail(PHW_EINPUT,
                    "%.255s: the name does not tell the sample type, and none is "
                    "guessed: give --type (ci16, cu8, ci8, cf32, rf32 ...) or a suffix "
                    ".cu8 .cs8 .cs16 .sc16 .cs32 .cf32 .fc32 .cfile .cf64 .u8 .s8 .s16 "
                    ".f32 .f64",
                    path);
}

typedef struct unit {
    const char *name;
    double factor;
    bool is_rate;
} unit;

/* rtl_433's short forms are one letter with a fixed meaning each: M the carrier, k the
 * rate. */
static const unit units[] = {
    {"M", 1e6, false},   {"Hz", 1.0, false},  {"kHz", 1e3, false},
    {"MHz", 1e6, false}, {"GHz", 1e9, false}, {"k", 1e3, true},
    {"sps", 1.0, true},  {"ksps", 1e3, true}, {"Msps", 1e6, true},
};

/* A plain decimal number and what follows; no sign, no exponent, no locale. False when
 * there is none. */
static bool read_decimal(double *out, const char **rest, const char *from,
                         const char *end)
{
    double value = 0.0;
    double scale = 1.0;
    bool after_dot = false;
    size_t n_digits = 0;
    for (; from < end && n_digits < 18; ++from) {
        if (*from == '.' && !after_dot) {
            after_dot = true;
            continue;
        }
        if (!isdigit((unsigned char)*from))
            break;
        value = 10.0 * value + (double)(*from - '0');
        scale *= after_dot ? 10.0 : 1.0;
        ++n_digits;
    }
    *out = value / scale;
    *rest = from;
    return n_digits > 0 && value > 0.0;
}

static void take_part(double *rate_hz, double *carrier_hz, const char *part,
                      const char *end)
{
    double value = 0.0;
    const char *rest = NULL;
    if (!read_decimal(&value, &rest, part, end))
        return;
    const size_t n = (size_t)(end - rest);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; ++i) {
        if (strlen(units[i].name) == n && strncasecmp(rest, units[i].name, n) == 0 &&
            (n > 1 || *rest == units[i].name[0])) {
            double *to = units[i].is_rate ? rate_hz : carrier_hz;
            *to = *to == 0 ? value * units[i].factor : *to;
            return;
        }
    }
}

void phw_raw_numbers_of_name(double *rate_hz, double *carrier_hz, const char *path)
{
    double rate = 0;
    double carrier = 0;
    const char *suffix = suffix_of(path);
    const char *part = base_name(path);
    const char *end = suffix == NULL ? part + strlen(part) : suffix - 1;
    if (read_gqrx(rate_hz, carrier_hz, path))
        return;
    while (part < end) {
        const char *next = memchr(part, '_', (size_t)(end - part));
        if (next == NULL)
            next = end;
        take_part(&rate, &carrier, part, next);
        part = next < end ? next + 1 : end;
    }
    *rate_hz = rate > 0 ? rate : *rate_hz;
    *carrier_hz = carrier > 0 ? carrier : *carrier_hz;
}

static bool matches(const char *path)
{
    (void)path;
    return true;
}

static phw_status describe(phw_recording_meta *meta, const char *path,
                           const phw_recording_options *options)
{
    if (access(path, R_OK) != 0)
        return phw_file_refuse(path);
    if (options->type != NULL)
        PHW_TRY(phw_sample_type_parse(&meta->type, options->type));
    else
        PHW_TRY(phw_raw_type_of_name(&meta->type, path));
    meta->n_channels = 1;
    phw_raw_numbers_of_name(&meta->rate_hz, &meta->carrier_hz, path);
    meta->data_path = strdup(path);
    return meta->data_path == NULL ? phw_fail(PHW_ENOMEM, "%s: no memory", path)
                                   : PHW_OK;
}

const phw_recording_format phw_recording_raw = {
    .name = "raw",
    .summary = "samples alone: type by suffix (.cs16 .cu8 .cf32 ...) or --type",
    .matches = matches,
    .describe = describe,
};
