#include "tools/frame_parties.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

/* A frame and the text of its sender, which sorts as the address does; "" last. */
typedef struct entry {
    char name[PHW_MAC_N_TEXT];
    size_t frame;
} entry;

/* A run of entries of one sender. */
typedef struct run {
    size_t from;
    size_t to;
    size_t first; /* frame */
    bool known;
} run;

static int compare_entries(const void *a, const void *b)
{
    const entry *x = a;
    const entry *y = b;
    const int by_name = strcmp(x->name, y->name);
    return by_name != 0 ? by_name : (x->frame > y->frame) - (x->frame < y->frame);
}

static int compare_runs(const void *a, const void *b)
{
    const run *x = a;
    const run *y = b;
    if (x->known != y->known)
        return x->known ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

static void name_entries(entry *e, const phw_frames *f, bool by_address)
{
    for (size_t i = 0; i < f->n; ++i) {
        e[i] = (entry){.frame = i};
        if (by_address && f->sender[i].evidence != PHW_MAC_UNKNOWN)
            phw_mac_address_text(e[i].name, f->sender[i].address);
    }
}

static size_t find_runs(run *r, const entry *e, size_t n)
{
    size_t n_runs = 0;
    for (size_t i = 0; i < n; ++i) {
        if (i == 0 || strcmp(e[i].name, e[i - 1].name) != 0)
            r[n_runs++] = (run){i, i, e[i].frame, e[i].name[0] != '\0'};
        r[n_runs - 1].to = i + 1;
    }
    return n_runs;
}

/* The runs, in their order, become parties. */
static void fill(phw_frame_parties *p, const entry *e, const run *r)
{
    size_t done = 0;
    for (size_t k = 0; k < p->n; ++k) {
        phw_frame_party *party = &p->party[k];
        party->known = r[k].known;
        party->frame = p->frame + done;
        party->n_frames = r[k].to - r[k].from;
        (void)snprintf(party->name, sizeof party->name, "%s",
                       r[k].known ? e[r[k].from].name : PHW_FRAME_PARTY_UNKNOWN);
        for (size_t i = r[k].from; i < r[k].to; ++i) {
            p->frame[done++] = e[i].frame;
            p->of[e[i].frame] = k;
        }
    }
}

phw_status phw_frame_parties_make(phw_frame_parties *out, const phw_frames *f,
                                  bool by_address)
{
    phw_frame_parties p = {.n = 0};
    entry *e = NULL;
    run *r = NULL;
    if (f->n == 0) {
        *out = p;
        return PHW_OK;
    }
    phw_status s = phw_array_alloc(&e, f->n, sizeof *e);
    if (!s)
        s = phw_array_alloc(&r, f->n, sizeof *r);
    if (!s) {
        name_entries(e, f, by_address);
        qsort(e, f->n, sizeof *e, compare_entries);
        p.n = find_runs(r, e, f->n);
        qsort(r, p.n, sizeof *r, compare_runs);
        s = phw_array_alloc(&p.party, p.n, sizeof *p.party);
    }
    if (!s)
        s = phw_array_alloc(&p.of, f->n, sizeof *p.of);
    if (!s)
        s = phw_array_alloc(&p.frame, f->n, sizeof *p.frame);
    if (!s)
        fill(&p, e, r);
    free(e);
    free(r);
    if (s) {
        phw_frame_parties_free(&p);
        return s;
    }
    *out = p;
    return PHW_OK;
}

void phw_frame_parties_free(phw_frame_parties *p)
{
    free(p->party);
    free(p->of);
    free(p->frame);
    *p = (phw_frame_parties){.n = 0};
}
