#include "tools/recording_survey.h"

#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "tools/progress.h"

#define BLOCK 65536

/* What hears the samples; the first ones are kept for the receivers. */
typedef struct ears {
    phw_level_meter meter;
    phw_level_history *history;
    phw_spectrum_survey *spectrum;
    phw_recording_pictures *pictures; /* the caller's, or NULL */
    phw_cf *first;
    size_t n_first, most_first;
    phw_cf *block;
} ears;

static phw_status open_ears(ears *e, const phw_recording_meta *info)
{
    e->meter = phw_level_meter_start(info->type.component);
    e->most_first = info->n_samples < PHW_LOOKS_SAMPLES ? (size_t)info->n_samples
                                                        : PHW_LOOKS_SAMPLES;
    PHW_TRY(phw_level_history_create(&e->history));
    PHW_TRY(phw_spectrum_survey_create(&e->spectrum));
    PHW_TRY(phw_array_alloc(&e->first, e->most_first + 1, sizeof *e->first));
    return phw_array_alloc(&e->block, BLOCK, sizeof *e->block);
}

static void close_ears(ears *e)
{
    phw_level_history_destroy(e->history);
    phw_spectrum_survey_destroy(e->spectrum);
    free(e->first);
    free(e->block);
}

static void hear(ears *e, size_t n)
{
    const size_t room = e->most_first - e->n_first;
    const size_t kept = n < room ? n : room;
    memcpy(e->first + e->n_first, e->block, kept * sizeof *e->block);
    e->n_first += kept;
    phw_level_meter_push(&e->meter, e->block, n);
    phw_level_history_push(e->history, e->block, n);
    phw_spectrum_survey_push(e->spectrum, e->block, n);
    if (e->pictures != NULL)
        phw_recording_pictures_push(e->pictures, e->block, n);
}

static phw_status hear_all(ears *e, phw_sample_source *source,
                           const phw_arguments *arguments)
{
    phw_progress bar;
    phw_progress_start(&bar, "reading", phw_sample_source_total(source), arguments);
    size_t n = 0;
    phw_status s = PHW_OK;
    do {
        s = phw_sample_source_read(source, e->block, BLOCK, &n);
        if (!s)
            hear(e, n);
        phw_progress_show(&bar, (double)e->meter.n);
    } while (!s && n > 0);
    phw_progress_end(&bar);
    return s;
}

static phw_status conclude(phw_recording_survey *out, const ears *e,
                           const phw_recording_meta *info)
{
    if (e->meter.n == 0)
        return phw_fail(PHW_ESHORT, "no sample was received");
    out->level = phw_level_meter_read(&e->meter);
    phw_spectrum_survey_facts(&out->spectrum, e->spectrum);
    PHW_TRY(phw_level_history_facts(&out->bursts, e->history));
    return phw_signal_look_at(&out->looks, e->first, e->n_first, info, &out->bursts,
                              &out->spectrum);
}

phw_status phw_recording_survey_read(phw_recording_survey *out,
                                     phw_sample_source *source,
                                     phw_recording_pictures *pictures,
                                     const phw_arguments *arguments)
{
    ears e = {.pictures = pictures};
    phw_recording_survey survey = {.looks = {.n = 0}};
    const phw_recording_meta *info = phw_sample_source_info(source);
    phw_status s = open_ears(&e, info);
    if (!s)
        s = hear_all(&e, source, arguments);
    if (!s)
        s = conclude(&survey, &e, info);
    close_ears(&e);
    if (!s)
        *out = survey;
    return s;
}
