#include "phy/sounding_lora.h"

#include "phy/chirp.h"
#include "phy/sounding_form.h"

enum {
    SF,
    PREAMBLE,
    SYNC
};

/* Of a chirp: the down chirps are listened to from the second quarter of the first one
 * on, so that its first quarter is their guard, to the end of the quarter that follows
 * them. */
#define GUARD 4

/* Core 0 rises. Core 1 falls, from its second quarter on; there the base chirp has a
 * phase of 3 2^sf / 32 whole turns, so that both are one chirp. */
static void write(phw_cf *out, const phw_params *params, size_t core,
                  size_t oversampling)
{
    const unsigned sf = (unsigned)params->value[SF];
    /* What it refuses was refused by make() and phw_sounding_waveform_make(). */
    const unsigned m = core == 1 ? (1U << sf) / GUARD : 0;
    (void)!phw_chirp_write(out, sf, (unsigned)oversampling, m, core == 1);
}

/* A symbol of value m is the base chirp from chip m on, at phase 0 there. */
static phw_sounding_run symbol(unsigned sf, unsigned m)
{
    return (phw_sounding_run){.core = 0,
                              .from = m,
                              .n = (size_t)1 << sf,
                              .turn = -phw_chirp_phase(sf, 0, (double)m)};
}

/* The first up chirp is the next one's guard; the sync word's two symbols are sent and
 * not listened to. */
static void lay(phw_sounding_form *form, const phw_params *params)
{
    const unsigned sf = (unsigned)params->value[SF];
    const unsigned sync = (unsigned)params->value[SYNC];
    const size_t ups = (size_t)params->value[PREAMBLE];
    const size_t n = form->n_core;
    /* A nibble stands for 8 times itself; of the smallest factors its low bits. */
    form->run[0] = (phw_sounding_run){.core = 0, .n = ups * n};
    form->run[1] = symbol(sf, (sync >> 4) * 8 % (1U << sf));
    form->run[2] = symbol(sf, (sync & 15) * 8 % (1U << sf));
    form->run[3] =
        (phw_sounding_run){.core = 1, .from = n - n / GUARD, .n = 2 * n + n / GUARD};
    form->n_runs = 4;
    form->guard = n / GUARD;
    for (size_t b = 1; b < ups; ++b)
        form->block[form->n_blocks++] = (phw_sounding_block){.core = 0, .at = b * n};
    for (size_t b = 0; b < 2; ++b)
        form->block[form->n_blocks++] =
            (phw_sounding_block){.core = 1, .at = (ups + 2 + b) * n + n / GUARD};
}

static phw_status make(phw_sounding_form *out, const phw_params *params)
{
    const unsigned sf = (unsigned)params->value[SF];
    phw_sounding_form form = {0};
    PHW_TRY(phw_sounding_form_alloc(&form, phw_chirp_length(sf, 1), 2));
    write(form.core, params, 0, 1);
    write(form.core + form.n_core, params, 1, 1);
    const phw_status s = phw_sounding_form_use(&form, false);
    if (s) {
        phw_sounding_form_free(&form);
        return s;
    }
    lay(&form, params);
    *out = form;
    return PHW_OK;
}

static const phw_param param[] = {
    {.name = "sf",
     .unit = "",
     .summary = "spreading factor: 2^sf chips a chirp",
     .min = PHW_CHIRP_SF_MIN,
     .max = PHW_CHIRP_SF_MAX,
     .preset = 7,
     .whole = true},
    {.name = "preamble",
     .unit = "",
     .summary = "up chirps before the sync word",
     .min = 2,
     .max = 32,
     .preset = 8,
     .whole = true},
    {.name = "sync",
     .unit = "",
     .summary = "sync word: 18 (0x12) of private networks, 52 (0x34) of LoRaWAN",
     .min = 0,
     .max = 255,
     .preset = 52,
     .whole = true},
};

const phw_sounding phw_sounding_lora = {
    .name = "lora",
    .summary = "preamble of a LoRa frame: up chirps, sync word, down chirps",
    .reference = "Vangelista, IEEE Signal Process. Lett. 24 (2017) 1818",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .make = make,
    .write = write,
};
