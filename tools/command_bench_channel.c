#include "tools/command_bench_channel.h"

#include <jansson.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "tools/cancel.h"
#include "tools/kernels.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/suggest.h"

/* Least CPU time of a repeat, s: thousands of times what a look at the clock takes. */
#define REPEAT_S 0.004

static double cpu_now_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Lowers `least_ns` to what a unit takes in one repeat. */
static phw_status repeat(double *least_ns, phw_status (*run)(void *), void *state,
                         size_t n_units)
{
    const double from = cpu_now_s();
    double passed = 0;
    size_t n_runs = 0;
    while (passed < REPEAT_S) {
        PHW_TRY(run(state));
        ++n_runs;
        passed = cpu_now_s() - from;
    }
    *least_ns = fmin(*least_ns, 1e9 * passed / (double)n_runs / (double)n_units);
    return PHW_OK;
}

/* Kernel and peer take turns, so that what else the machine does slows both. */
static phw_status take_turns(double ns[2], const phw_kernel *k, void *state,
                             size_t n_repeats)
{
    for (size_t i = 0; i < n_repeats; ++i) {
        PHW_TRY(phw_cancel_check());
        PHW_TRY(repeat(&ns[0], k->run, state, k->n_units));
        if (k->run_peer != NULL)
            PHW_TRY(repeat(&ns[1], k->run_peer, state, k->n_peer_units));
    }
    return PHW_OK;
}

static phw_status measure(json_t *rows, const phw_kernel *k, size_t n_repeats)
{
    void *state = NULL;
    double ns[2] = {HUGE_VAL, k->run_peer != NULL ? HUGE_VAL : k->peer_ns};
    PHW_TRY(k->create(&state));
    const phw_status s = take_turns(ns, k, state, n_repeats);
    k->destroy(state);
    if (s)
        return s;
    json_t *row = json_pack("{s:s,s:s,s:f,s:s,s:s,s:f,s:f}", "kernel", k->name, "work",
                            k->summary, "ns_per_unit", ns[0], "unit", k->unit, "peer",
                            k->peer, "peer_ns_per_unit", ns[1], "ratio", ns[1] / ns[0]);
    return json_array_append_new(rows, row) == 0
               ? PHW_OK
               : phw_fail(PHW_ENOMEM, "no memory for a row");
}

static const char *name_at(const void *context, size_t i)
{
    (void)context;
    const phw_kernel *k = phw_kernel_at(i);
    return k != NULL ? k->name : NULL;
}

static phw_status unknown(const char *name)
{
    const char *near = phw_suggest(name, name_at, NULL);
    if (near != NULL)
        return phw_fail(PHW_EARG, "--kernel: unknown \"%s\"; did you mean %s?", name,
                        near);
    return phw_fail(PHW_EARG,
                    "--kernel: unknown \"%s\"; phyward bench channel names all", name);
}

/* Whether "a,b,c" (NULL: all) has the name. */
static bool chosen(const char *list, const char *name)
{
    const size_t n = strlen(name);
    for (const char *at = list; at != NULL;) {
        const size_t length = strcspn(at, ",");
        if (length == n && strncmp(at, name, n) == 0)
            return true;
        at = at[length] == ',' ? at + length + 1 : NULL;
    }
    return list == NULL;
}

static phw_status check_names(const char *list)
{
    char name[64];
    for (const char *at = list; at != NULL;) {
        const size_t length = strcspn(at, ",");
        const size_t kept = length < sizeof name ? length : sizeof name - 1;
        memcpy(name, at, kept);
        name[kept] = '\0';
        if (phw_kernel_find(name) == NULL)
            return unknown(name);
        at = at[length] == ',' ? at + length + 1 : NULL;
    }
    return PHW_OK;
}

static phw_status measure_chosen(json_t *rows, const phw_arguments *arguments)
{
    const char *list = phw_argument_text(arguments, "kernel");
    const size_t n_repeats = (size_t)phw_argument_count(arguments, "repeats");
    size_t n = 0;
    while (phw_kernel_at(n) != NULL)
        ++n;
    phw_progress bar;
    phw_status s = PHW_OK;
    phw_progress_start(&bar, "kernels", (double)n, arguments);
    for (size_t i = 0; i < n && !s; ++i) {
        if (chosen(list, phw_kernel_at(i)->name))
            s = measure(rows, phw_kernel_at(i), n_repeats);
        phw_progress_show(&bar, (double)(i + 1));
    }
    phw_progress_end(&bar);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(check_names(phw_argument_text(arguments, "kernel")));
    PHW_TRY(phw_result_create(&r));
    json_t *rows = json_array();
    phw_status s = rows != NULL ? measure_chosen(rows, arguments)
                                : phw_fail(PHW_ENOMEM, "no memory for rows");
    phw_result_json(r, "rows",
                    "nanoseconds of one core; ratio: times as fast as the peer", rows);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "kernel", .summary = "only these kernels; a list"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'k',
     .placeholder = "NAME,..."},
    {.param = {.name = "repeats",
               .unit = "",
               .summary = "measurements of each, of which the fastest counts",
               .min = 1,
               .max = 1e6,
               .preset = 25,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'n',
     .placeholder = "N"},
};

const phw_command phw_command_bench_channel = {
    .name = "bench channel",
    .summary = "speed of the simulated channel, beside peers and limits",
    .detail =
        "Nanoseconds of one core's CPU time for a unit of work, the fastest of the\n"
        "repeats, and beside it a peer that does the same work, or a limit, in turns\n"
        "with it. The ratio is the peer's time over ours.",
    .example = "phyward bench channel --kernel iq-16-taps,noise",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .run = run,
};
