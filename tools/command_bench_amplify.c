#include "tools/command_bench_amplify.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/rng.h"
#include "kgen/amplifiers.h"
#include "tools/cancel.h"
#include "tools/number_list.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/scenario_options.h"

enum {
    N_SAMPLES_MIN = 3,
    N_SAMPLES_MAX = 1001,
    NAMES_MAX = 16
};

/* A sample is at least so long: the clock's own time is then less than 1 %. */
static const double sample_s = 1e-4;

/* One amplifier at one length by one method. */
typedef struct series {
    const phw_amplifier *amplifier;
    phw_params params;
    phw_toeplitz_method method;
    size_t m;
    phw_bits x;
    phw_bits seed;
    double sample[N_SAMPLES_MAX]; /* seconds of one hash, CPU time */
    size_t n_samples;
    uint64_t n_hashes;
} series;

static double cpu_now_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static phw_status draw(phw_bits *out, size_t n, uint64_t seed, uint32_t trial)
{
    const phw_rng rng = {
        .seed = seed, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 9), .trial = trial};
    PHW_TRY(phw_bits_alloc(out, n));
    for (size_t i = 0; i < phw_bits_words(n); ++i) {
        uint32_t half[2];
        phw_rng_words(half, &rng, 2 * i, 2);
        out->word[i] = half[0] | (uint64_t)half[1] << 32;
    }
    if (n % 64 != 0)
        out->word[n / 64] &= (UINT64_C(1) << n % 64) - 1;
    return PHW_OK;
}

/* `cpu_s` gets the time of `n` hashes. */
static phw_status hash(double *cpu_s, series *s, uint64_t n)
{
    const double start = cpu_now_s();
    for (uint64_t i = 0; i < n; ++i) {
        phw_bits key = {0};
        PHW_TRY(s->amplifier->amplify_by(&key, &s->x, &s->seed, s->m, &s->params,
                                         s->method));
        phw_bits_free(&key);
    }
    s->n_hashes += n;
    *cpu_s = cpu_now_s() - start;
    return PHW_OK;
}

/* How many hashes make a sample; the first one warms up. */
static phw_status calibrate(uint64_t *n, series *s)
{
    double took_s = 0;
    PHW_TRY(hash(&took_s, s, 1));
    for (*n = 1; took_s < sample_s; *n *= 2)
        PHW_TRY(hash(&took_s, s, 2 * *n));
    s->n_hashes = 0;
    return PHW_OK;
}

/* Samples until they have taken `wanted_s`. */
static phw_status measure(series *s, double wanted_s)
{
    uint64_t n = 0;
    double total_s = 0;
    PHW_TRY(calibrate(&n, s));
    while (s->n_samples < N_SAMPLES_MAX &&
           (s->n_samples < N_SAMPLES_MIN || total_s < wanted_s)) {
        double took_s = 0;
        PHW_TRY(phw_cancel_check());
        PHW_TRY(hash(&took_s, s, n));
        s->sample[s->n_samples++] = took_s / (double)n;
        total_s += took_s;
    }
    return PHW_OK;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The speed at a quantile of the sorted samples' times. */
static double mbit_per_s(const series *s, double quantile)
{
    const size_t at = (size_t)lround(quantile * (double)(s->n_samples - 1));
    return s->sample[at] > 0 ? 1e-6 * (double)s->x.n / s->sample[at] : 0;
}

static json_t *row_json(series *s)
{
    qsort(s->sample, s->n_samples, sizeof s->sample[0], by_value);
    const phw_toeplitz_method path =
        s->method == PHW_TOEPLITZ_BEST ? phw_toeplitz_best() : s->method;
    return json_pack(
        "{s:s,s:I,s:I,s:I,s:s,s:s,s:f,s:[f,f],s:f,s:I}", "amplifier",
        s->amplifier->name, "n", (json_int_t)s->x.n, "m", (json_int_t)s->m, "seed_bits",
        (json_int_t)s->seed.n, "path", phw_toeplitz_method_name(path), "algorithm",
        phw_toeplitz_algorithm_name(s->amplifier->choose(s->x.n, s->m, path)),
        "mbit_per_s", mbit_per_s(s, 0.5), "mbit_per_s_range", mbit_per_s(s, 0.95),
        mbit_per_s(s, 0.05), "us", 1e6 * s->sample[s->n_samples / 2], "hashes",
        (json_int_t)s->n_hashes);
}

static phw_status run_series(json_t *rows, series *s, size_t n,
                             const phw_arguments *arguments)
{
    const uint64_t seed = phw_argument_count(arguments, "seed");
    const double m = floor((double)n * phw_argument_number(arguments, "ratio"));
    s->m = m < 1 ? 1 : (size_t)m;
    PHW_TRY(draw(&s->x, n, seed, 0));
    PHW_TRY(draw(&s->seed, s->amplifier->seed_bits(n, s->m), seed, 1));
    PHW_TRY(measure(s, phw_argument_number(arguments, "seconds")));
    return json_array_append_new(rows, row_json(s)) == 0
               ? PHW_OK
               : phw_fail(PHW_ENOMEM, "no memory for a row");
}

/* "toeplitz:a=1" -> the entry and what it is set to. */
static phw_status choose_amplifier(series *s, const char *text)
{
    char name[64];
    const char *params = NULL;
    PHW_TRY(phw_choice_split(name, &params, text, sizeof name));
    PHW_TRY(phw_amplifier_find(&s->amplifier, name));
    return phw_params_read(&s->params, s->amplifier->params, s->amplifier->n_params,
                           params);
}

static phw_status run_row(json_t *rows, const char *amplifier, size_t n,
                          phw_toeplitz_method method, const phw_arguments *arguments)
{
    series *s = calloc(1, sizeof *s);
    if (s == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a series");
    s->method = method;
    phw_status status = choose_amplifier(s, amplifier);
    if (status)
        status = phw_fail_within(status, "--amplifier");
    else
        status = run_series(rows, s, n, arguments);
    phw_bits_free(&s->x);
    phw_bits_free(&s->seed);
    free(s);
    return status;
}

/* The members of a list of names. */
typedef struct names {
    const char *name[NAMES_MAX];
    size_t n;
} names;

/* `text` is cut at its commas. */
static phw_status read_names(names *out, char *text, const names *all,
                             const char *option)
{
    char *state = NULL;
    if (strcmp(text, "all") == 0) {
        *out = *all;
        return PHW_OK;
    }
    for (char *name = strtok_r(text, ",", &state); name != NULL;
         name = strtok_r(NULL, ",", &state)) {
        if (out->n == NAMES_MAX)
            return phw_fail(PHW_EARG, "--%s: expected at most %d names", option,
                            NAMES_MAX);
        out->name[out->n++] = name;
    }
    return out->n > 0 ? PHW_OK : phw_fail(PHW_EARG, "--%s: expected a name", option);
}

static names all_amplifiers(void)
{
    names all = {.n = 0};
    size_t n = 0;
    const phw_amplifier *const *list = phw_amplifier_list(&n);
    for (size_t i = 0; i < n && i < NAMES_MAX; ++i)
        all.name[all.n++] = list[i]->name;
    return all;
}

/* All that this processor has, the slowest first. */
static names all_methods(void)
{
    names all = {.n = 0};
    for (int i = PHW_TOEPLITZ_BEST + 1; i < PHW_N_TOEPLITZ_METHODS; ++i)
        if (phw_toeplitz_has((phw_toeplitz_method)i))
            all.name[all.n++] = phw_toeplitz_method_name((phw_toeplitz_method)i);
    return all;
}

/* What spans the rows. */
typedef struct grid {
    phw_numbers n;
    names amplifier;
    names method;
} grid;

static phw_status run_grid(json_t *rows, const grid *g, const phw_arguments *arguments)
{
    const size_t n_rows = g->n.n * g->amplifier.n * g->method.n;
    phw_progress bar;
    phw_status s = PHW_OK;
    phw_progress_start(&bar, "amplifiers", (double)n_rows, arguments);
    for (size_t i = 0; i < n_rows && !s; ++i) {
        phw_toeplitz_method method = PHW_TOEPLITZ_BEST;
        s = phw_toeplitz_method_find(&method, g->method.name[i % g->method.n]);
        if (s)
            s = phw_fail_within(s, "--method");
        else
            s = run_row(rows, g->amplifier.name[i / g->method.n % g->amplifier.n],
                        (size_t)g->n.value[i / g->method.n / g->amplifier.n], method,
                        arguments);
        phw_progress_show(&bar, (double)(i + 1));
    }
    phw_progress_end(&bar);
    return s;
}

static phw_status run_lists(json_t *rows, const phw_arguments *arguments)
{
    static const phw_param n = {.name = "--n",
                                .unit = "",
                                .min = 1,
                                .max = PHW_TOEPLITZ_BITS_MAX,
                                .whole = true};
    const names amplifiers = all_amplifiers();
    const names methods = all_methods();
    grid g = {.n = {.n = 0}};
    char *amplifier = strdup(phw_argument_text(arguments, "amplifier"));
    char *method = strdup(phw_argument_text(arguments, "method"));
    phw_status s = amplifier != NULL && method != NULL
                       ? PHW_OK
                       : phw_fail(PHW_ENOMEM, "no memory for the lists");
    if (!s)
        s = phw_numbers_read(&g.n, &n, phw_argument_text(arguments, "n"));
    if (!s)
        s = read_names(&g.amplifier, amplifier, &amplifiers, "amplifier");
    if (!s)
        s = read_names(&g.method, method, &methods, "method");
    if (!s)
        s = run_grid(rows, &g, arguments);
    free(amplifier);
    free(method);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    json_t *rows = json_array();
    phw_status s = rows != NULL ? run_lists(rows, arguments)
                                : phw_fail(PHW_ENOMEM, "no memory for rows");
    phw_result_json(r, "rows", "amplification, one core, Mbit/s of input", rows);
    phw_result_count(r, "seed", "seed", "", phw_argument_count(arguments, "seed"));
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "n", .summary = "bits in, 1 to 10000000; a list by commas"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'n',
     .placeholder = "N,...",
     .text_preset = "4096,100000,1000000"},
    {.param = {.name = "ratio",
               .unit = "",
               .summary = "bits out per bit in; at least one bit comes out",
               .min = 0,
               .max = 1,
               .preset = 0.5},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'r',
     .placeholder = "R"},
    {.param = {.name = "amplifier",
               .summary = "the families, with commas between, or all"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME,...",
     .text_preset = "toeplitz",
     .family = "amplifier"},
    {.param = {.name = "method",
               .summary = "best, or those to compare: plain, portable, pclmulqdq, "
                          "vpclmulqdq-256, vpclmulqdq-512; all that are here"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME,...",
     .text_preset = "best"},
    {.param = {.name = "seconds",
               .unit = "s",
               .summary = "CPU time of each row",
               .min = 0.001,
               .max = 3600,
               .preset = 0.2},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "S"},
    PHW_OPTION_SEED,
};

const phw_command phw_command_bench_amplify = {
    .name = "bench amplify",
    .summary = "how fast reconciled bits become a key",
    .detail =
        "Each row hashes n random bits to floor(n x ratio) under a seed of seed_bits,\n"
        "again and again: mbit_per_s are bits in over the median CPU time of a hash,\n"
        "mbit_per_s_range the speeds of the slowest and the fastest twentieth. The\n"
        "path is the instruction that multiplies; all give the same key. Short ones\n"
        "are made by blocks of words, long ones by additive Fourier transforms (fft).",
    .example = "phyward bench amplify --n 4096,100000,1000000\n  "
               "phyward bench amplify --n 100000 --amplifier all --method all",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .run = run,
};
