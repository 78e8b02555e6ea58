#include "channel/power_stage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "core/vectorised.h"

enum {
    PIECES = 4096,
    STEP = 256,
    MEMORY = PHW_POWER_AMPLIFIER_DELAYS_MAX - 1
};

/* Row d: branch d's gain, the scale to and from the model's units included, at
 * r / (1 + r) = i / PIECES. The end, r without bound, has two equal points. */
typedef struct row {
    float gain[PIECES + 2][2];
} row;

struct phw_power_stage {
    size_t n_delays;
    float drive;         /* amplitude that a signal of power 1 has in the model */
    phw_cf past[MEMORY]; /* the latest last */
    row *table;          /* NULL: linear */
};

static void fill(row *out, const phw_power_amplifier_choice *choice, size_t delay,
                 double scale)
{
    for (int i = 0; i <= PIECES; ++i) {
        const double t = fmin((double)i, PIECES - 0.5) / PIECES;
        double re = 0;
        double im = 0;
        choice->entry->gain(&re, &im, t / (1 - t), delay, &choice->params);
        out->gain[i][0] = (float)(scale * re);
        out->gain[i][1] = (float)(scale * im);
    }
    memcpy(out->gain[PIECES + 1], out->gain[PIECES], sizeof out->gain[0]);
}

static phw_status fill_all(phw_power_stage *s, const phw_power_amplifier_choice *choice,
                           double drive)
{
    double amplitude = 0;
    double phase = 0;
    phw_power_amplifier_curve(&amplitude, &phase, choice, drive);
    if (!(amplitude > 0))
        return phw_fail(PHW_EARG,
                        "power amplifier %s: nothing comes out at amplitude %g; choose "
                        "another backoff_db",
                        choice->entry->name, drive);
    PHW_TRY(phw_array_alloc(&s->table, s->n_delays, sizeof *s->table));
    for (size_t d = 0; d < s->n_delays; ++d)
        fill(&s->table[d], choice, d, drive / amplitude);
    return PHW_OK;
}

phw_status phw_power_stage_create(phw_power_stage **out,
                                  const phw_power_amplifier_choice *choice,
                                  double backoff_db)
{
    if (!(backoff_db >= -20 && backoff_db <= 60))
        return phw_fail(PHW_EARG,
                        "power amplifier: backoff_db %g; expected -20 to 60 dB",
                        backoff_db);
    phw_power_stage *s = NULL;
    PHW_TRY(phw_array_alloc(&s, 1, sizeof *s));
    const double drive = pow(10, -backoff_db / 20);
    s->drive = (float)drive;
    if (choice->entry != NULL) {
        s->n_delays = choice->entry->n_delays;
        const phw_status status = fill_all(s, choice, drive);
        if (status) {
            phw_power_stage_destroy(s);
            return status;
        }
    }
    *out = s;
    return PHW_OK;
}

void phw_power_stage_destroy(phw_power_stage *stage)
{
    if (stage == NULL)
        return;
    free(stage->table);
    free(stage);
}

void phw_power_stage_reset(phw_power_stage *stage)
{
    memset(stage->past, 0, sizeof stage->past);
}

/* Adds one branch: `sample` are pairs of floats, as in a phw_cf. A sample that is not
 * finite stands at the table's end. */
PHW_VECTORISED
static void add_branch(float *out, const float *sample, size_t n, float drive,
                       const float *table)
{
    for (size_t i = 0; i < n; ++i) {
        const float re = sample[2 * i];
        const float im = sample[2 * i + 1];
        const float r = drive * sqrtf(re * re + im * im);
        const float t = (float)PIECES * (r / (1.0F + r));
        const float place = t < (float)PIECES ? t : (float)PIECES;
        const int p = (int)place;
        const float part = place - (float)p;
        const float *a = table + (ptrdiff_t)2 * p;
        const float c = a[0] + part * (a[2] - a[0]);
        const float s = a[1] + part * (a[3] - a[1]);
        out[2 * i] += re * c - im * s;
        out[2 * i + 1] += re * s + im * c;
    }
}

static void run_step(phw_power_stage *s, phw_cf *inout, size_t n)
{
    phw_cf in[MEMORY + STEP];
    memcpy(in, s->past, sizeof s->past);
    memcpy(in + MEMORY, inout, n * sizeof *in);
    memset(inout, 0, n * sizeof *inout);
    for (size_t d = 0; d < s->n_delays; ++d)
        add_branch((float *)inout, (const float *)(in + MEMORY - d), n, s->drive,
                   s->table[d].gain[0]);
    memcpy(s->past, in + n, sizeof s->past);
}

void phw_power_stage_run(phw_power_stage *stage, phw_cf *inout, size_t n)
{
    while (n > 0 && stage->table != NULL) {
        const size_t take = n < STEP ? n : STEP;
        run_step(stage, inout, take);
        inout += take;
        n -= take;
    }
}
