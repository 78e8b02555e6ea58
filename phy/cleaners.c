#include "phy/cleaners.h"

#include <string.h>

#include "core/param.h"
#include "phy/cleaner_agc.h"
#include "phy/cleaner_antenna.h"
#include "phy/cleaner_cfo.h"
#include "phy/cleaner_duplicates.h"
#include "phy/cleaner_level.h"
#include "phy/cleaner_nulls.h"
#include "phy/cleaner_outliers.h"
#include "phy/cleaner_permute.h"
#include "phy/cleaner_phase.h"
#include "phy/cleaner_resample.h"
#include "phy/cleaner_timing.h"

/* In the order in which they are best run. */
static const phw_cleaner *const entries[] = {
    &phw_cleaner_duplicates, &phw_cleaner_nulls,    &phw_cleaner_permute,
    &phw_cleaner_antenna,    &phw_cleaner_agc,      &phw_cleaner_level,
    &phw_cleaner_outliers,   &phw_cleaner_phase,    &phw_cleaner_timing,
    &phw_cleaner_cfo,        &phw_cleaner_resample,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

/* Longest text of one step. */
#define STEP_SIZE 256

const phw_cleaner *const *phw_cleaner_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_cleaner_find(const phw_cleaner **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "cleaner", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}

static phw_status read_step(phw_clean_step *out, const char *text)
{
    char name[32];
    const char *rest = NULL;
    phw_clean_step step = {0};
    PHW_TRY(phw_choice_split(name, &rest, text, sizeof name));
    PHW_TRY(phw_cleaner_find(&step.cleaner, name));
    const phw_status s = phw_params_read(&step.params, step.cleaner->params,
                                         step.cleaner->n_params, rest);
    if (s)
        return phw_fail_within(s, "%s", name);
    *out = step;
    return PHW_OK;
}

phw_status phw_clean_steps_read(phw_clean_step *step, size_t *n, const char *text)
{
    char one[STEP_SIZE];
    size_t count = 0;
    for (const char *from = text; from != NULL;) {
        const char *comma = strchr(from, ',');
        const size_t length = comma != NULL ? (size_t)(comma - from) : strlen(from);
        if (length >= sizeof one)
            return phw_fail(PHW_EARG, "step %zu has %zu characters; expected up to %zu",
                            count + 1, length, sizeof one - 1);
        if (count == PHW_CLEAN_STEPS_MAX)
            return phw_fail(PHW_EARG, "more than %d steps", PHW_CLEAN_STEPS_MAX);
        memcpy(one, from, length);
        one[length] = '\0';
        PHW_TRY(read_step(&step[count++], one));
        from = comma != NULL ? comma + 1 : NULL;
    }
    *n = count;
    return PHW_OK;
}

phw_status phw_clean_run(phw_clean_report *report, phw_trace *inout,
                         const phw_clean_step *step, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        const phw_status s = step[i].cleaner->apply(&report[i], inout, &step[i].params);
        if (s)
            return phw_fail_within(s, "step %zu, %s", i + 1, step[i].cleaner->name);
    }
    return PHW_OK;
}
