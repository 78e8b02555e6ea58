#include "kgen/suspects.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/rng.h"
#include "core/signal.h"
#include "kgen/reconcile_task.h"

static const uint32_t nowhere = UINT32_MAX;

static phw_status check(const phw_reconcile_task *task)
{
    if (task->n > PHW_SUSPECTS_BITS_MAX)
        return phw_fail(PHW_EARG, "reconcile: %zu bits, at most %d are weighed at once",
                        task->n, PHW_SUSPECTS_BITS_MAX);
    return phw_reconcile_task_check(task);
}

static phw_status alloc_arrays(phw_suspects *s, size_t n)
{
    PHW_TRY(phw_array_alloc(&s->prior, n + 1, sizeof *s->prior));
    PHW_TRY(phw_array_alloc(&s->odds, n + 1, sizeof *s->odds));
    PHW_TRY(phw_array_alloc(&s->clear, n + 1, sizeof *s->clear));
    PHW_TRY(phw_array_alloc(&s->order, 2 * n + 1, sizeof *s->order));
    PHW_TRY(phw_array_alloc(&s->chance, n + 1, sizeof *s->chance));
    PHW_TRY(phw_belief_alloc(&s->belief, n));
    return phw_array_alloc(&s->found, n + 1, sizeof *s->found);
}

phw_status phw_suspects_alloc(phw_suspects *out, const phw_reconcile_task *task)
{
    PHW_TRY(check(task));
    phw_suspects s = {.n = task->n};
    const phw_status status = alloc_arrays(&s, task->n);
    if (status) {
        phw_suspects_free(&s);
        return status;
    }
    for (size_t i = 0; i < task->n_segments; ++i) {
        const phw_reconcile_segment *g = &task->segment[i];
        const double rate = fmax(g->error_rate, PHW_RECONCILE_RATE_MIN);
        for (size_t bit = g->from; bit < g->to; ++bit)
            s.prior[bit] = rate / (1 - rate);
    }
    phw_suspects_reset(&s);
    *out = s;
    return PHW_OK;
}

void phw_suspects_free(phw_suspects *s)
{
    for (unsigned i = 0; i < PHW_SUSPECTS_PASSES_MAX; ++i) {
        free(s->pass[i].bit);
        free(s->pass[i].block_of);
    }
    free(s->order);
    free(s->prior);
    free(s->odds);
    free(s->clear);
    free(s->chance);
    phw_belief_free(&s->belief);
    free(s->block);
    free(s->work);
    free(s->found);
    *s = (phw_suspects){0};
}

/* Every suspect's chance to differ, from its odds. */
static void take_chances(phw_suspects *s)
{
    for (size_t i = 0; i < s->n; ++i)
        s->chance[i] = s->odds[i] / (1 + s->odds[i]);
    for (size_t i = 0; i < s->n; ++i)
        s->chance[i] = s->clear[i] ? 0 : s->chance[i];
}

void phw_suspects_reset(phw_suspects *s)
{
    s->n_passes = 0;
    s->n_blocks = s->first_new = s->n_work = s->n_found = 0;
    memset(s->clear, 0, s->n);
    memcpy(s->odds, s->prior, s->n * sizeof *s->odds);
    take_chances(s);
    s->changed = true;
}

static double sum_of_chances(const phw_suspects *s)
{
    double sum = 0;
    for (size_t i = 0; i < s->n; ++i)
        sum += s->chance[i];
    return sum;
}

double phw_suspects_expected(const phw_suspects *s)
{
    return s->changed ? sum_of_chances(s) : s->expected;
}

phw_status phw_suspects_weigh(phw_suspects *s)
{
    phw_belief *belief = &s->belief;
    if (s->changed)
        phw_belief_reset(belief);
    s->changed = false;
    PHW_TRY(phw_belief_reserve(belief, s->n_blocks, s->n_passes * s->n));
    for (size_t i = belief->n_blocks; i < s->n_blocks; ++i) {
        const phw_suspects_block *b = &s->block[i];
        phw_belief_add(belief, b->pass, b->odd, s->pass[b->pass].bit + b->from,
                       b->to - b->from, s->clear);
    }
    phw_belief_weigh(s->odds, belief, s->prior);
    take_chances(s);
    s->expected = sum_of_chances(s);
    return PHW_OK;
}

static phw_status grow(void *array, size_t *capacity, size_t n, size_t size)
{
    const size_t wanted = 2 * n + 64;
    void *old;
    memcpy(&old, array, sizeof old);
    void *fresh = realloc(old, wanted * size);
    if (fresh == NULL)
        return phw_fail(PHW_ENOMEM, "reconcile: no memory for %zu entries", wanted);
    memcpy(array, &fresh, sizeof fresh);
    *capacity = wanted;
    return PHW_OK;
}

static phw_status add_block(phw_suspects *s, const phw_suspects_block *b)
{
    if (s->n_blocks == s->blocks_capacity)
        PHW_TRY(grow(&s->block, &s->blocks_capacity, s->n_blocks, sizeof *s->block));
    s->block[s->n_blocks] = *b;
    for (uint32_t place = b->from; place < b->to; ++place)
        s->pass[b->pass].block_of[s->pass[b->pass].bit[place]] = (uint32_t)s->n_blocks;
    ++s->n_blocks;
    return PHW_OK;
}

/* A bit and its odds, to be sorted. */
typedef struct ranked {
    double odds;
    uint32_t bit;
} ranked;

static int falling(const void *a, const void *b)
{
    const ranked *x = a;
    const ranked *y = b;
    if (x->odds > y->odds || x->odds < y->odds)
        return x->odds > y->odds ? -1 : 1;
    return x->bit < y->bit ? -1 : 1;
}

static phw_status by_rate(phw_suspects_pass *p, const phw_suspects *s)
{
    ranked *all = NULL;
    PHW_TRY(phw_array_alloc(&all, p->n + 1, sizeof *all));
    bool ordered = true;
    for (size_t i = 0; i < p->n; ++i) {
        all[i] = (ranked){s->odds[p->bit[i]], p->bit[i]};
        ordered = ordered && (i == 0 || all[i].odds <= all[i - 1].odds);
    }
    if (!ordered)
        qsort(all, p->n, sizeof *all, falling);
    for (size_t i = 0; i < p->n; ++i)
        p->bit[i] = all[i].bit;
    free(all);
    return PHW_OK;
}

static void shuffle(phw_suspects_pass *p, const phw_suspects *s, uint64_t seed)
{
    uint32_t *live = s->order + s->n;
    memcpy(live, p->bit, p->n * sizeof *live);
    const phw_rng rng = {
        .seed = seed,
        .purpose = PHW_RNG_PURPOSE(PHW_RNG_CASCADE, s->n_passes << 8),
    };
    phw_rng_permutation(s->order, &rng, p->n);
    for (size_t i = 0; i < p->n; ++i)
        p->bit[i] = live[s->order[i]];
}

/* All suspects in the order of the new pass. */
static phw_status place_suspects(phw_suspects_pass *p, const phw_suspects *s,
                                 uint64_t seed)
{
    if (p->bit == NULL)
        PHW_TRY(phw_array_alloc(&p->bit, s->n + 1, sizeof *p->bit));
    if (p->block_of == NULL)
        PHW_TRY(phw_array_alloc(&p->block_of, s->n + 1, sizeof *p->block_of));
    p->n = 0;
    memset(p->block_of, 0xff, s->n * sizeof *p->block_of); /* nowhere */
    for (size_t bit = 0; bit < s->n; ++bit) {
        p->bit[p->n] = (uint32_t)bit;
        p->n += !s->clear[bit];
    }
    if (s->n_passes == 0)
        return by_rate(p, s);
    shuffle(p, s, seed);
    return PHW_OK;
}

/* Adds the block of places [from, to) of a pass, unless there are none. */
static phw_status add_root(phw_suspects *s, unsigned pass, size_t from, size_t to)
{
    const phw_suspects_block b = {
        .pass = (uint8_t)pass,
        .from = (uint32_t)from,
        .to = (uint32_t)to,
        .n_suspect = (uint32_t)(to - from),
    };
    return to > from ? add_block(s, &b) : PHW_OK;
}

/* Cuts the new pass into blocks: one ends where half of the next bit would pass the
 * target. */
static phw_status lay_blocks(phw_suspects *s, unsigned pass, double target)
{
    const phw_suspects_pass *p = &s->pass[pass];
    phw_status status = PHW_OK;
    size_t from = 0;
    double sum = 0;
    for (size_t place = 0; place < p->n && !status; ++place) {
        const double expected = s->chance[p->bit[place]];
        if (place > from && sum + expected / 2 > target) {
            status = add_root(s, pass, from, place);
            from = place;
            sum = 0;
        }
        sum += expected;
    }
    return status ? status : add_root(s, pass, from, p->n);
}

phw_status phw_suspects_arrange(phw_suspects *s, double target, uint64_t seed)
{
    if (s->n_passes == PHW_SUSPECTS_PASSES_MAX)
        return phw_fail(PHW_EARG, "reconcile: more than %d passes",
                        PHW_SUSPECTS_PASSES_MAX);
    const unsigned pass = s->n_passes;
    const double half = phw_suspects_expected(s) / 2;
    phw_status status = place_suspects(&s->pass[pass], s, seed);
    ++s->n_passes;
    s->first_new = s->n_blocks;
    if (!status)
        status = lay_blocks(s, pass, fmin(target, half));
    return status;
}

uint32_t phw_suspects_cut(const phw_suspects *s, uint32_t block)
{
    const phw_suspects_block *b = &s->block[block];
    const phw_suspects_pass *p = &s->pass[b->pass];
    double total = 0;
    for (uint32_t place = b->from; place < b->to; ++place)
        total += s->chance[p->bit[place]];
    uint32_t cut = b->from;
    uint32_t left = b->n_suspect;
    double least = HUGE_VAL;
    double sum = 0;
    for (uint32_t place = b->from; place < b->to && left > 1; ++place) {
        if (s->clear[p->bit[place]])
            continue;
        --left;
        sum += s->chance[p->bit[place]];
        const double off = fabs(sum + sum - total);
        if (off < least) {
            least = off;
            cut = place + 1;
        }
    }
    return cut;
}

/* A block goes to the work list when it is odd, and when one suspect is left, whom its
 * parity settles. */
static phw_status look_at(phw_suspects *s, uint32_t block)
{
    phw_suspects_block *b = &s->block[block];
    if (b->odd && b->n_suspect == 0)
        return phw_fail(PHW_EPEER, "reconcile: the parities contradict each other");
    if (b->queued || !(b->odd || b->n_suspect == 1))
        return PHW_OK;
    if (s->n_work == s->work_capacity)
        PHW_TRY(grow(&s->work, &s->work_capacity, s->n_work, sizeof *s->work));
    b->queued = true;
    s->work[s->n_work++] = block;
    return PHW_OK;
}

phw_status phw_suspects_enter(phw_suspects *s, uint32_t block, bool odd)
{
    s->block[block].odd = odd;
    s->changed = s->changed || block < s->belief.n_blocks;
    return look_at(s, block);
}

phw_status phw_suspects_divide(phw_suspects *s, uint32_t block, uint32_t cut, bool odd)
{
    phw_suspects_block rest = s->block[block];
    const phw_suspects_pass *p = &s->pass[rest.pass];
    uint32_t first = 0;
    for (uint32_t place = rest.from; place < cut; ++place)
        first += !s->clear[p->bit[place]];
    rest.from = cut;
    rest.n_suspect -= first;
    rest.odd = rest.odd != odd;
    rest.queued = false;
    PHW_TRY(add_block(s, &rest));
    s->changed = true;
    phw_suspects_block *b = &s->block[block];
    b->to = cut;
    b->n_suspect = first;
    b->odd = odd;
    PHW_TRY(look_at(s, block));
    return look_at(s, (uint32_t)s->n_blocks - 1);
}

/* The bit is no suspect any more; when it differed it is corrected, and every block
 * that holds it has one difference fewer. */
static phw_status clear_bit(phw_suspects *s, uint32_t bit, bool differs)
{
    s->clear[bit] = 1;
    s->chance[bit] = 0;
    s->changed = true;
    if (differs)
        s->found[s->n_found++] = bit;
    for (unsigned i = 0; i < s->n_passes; ++i) {
        const uint32_t block = s->pass[i].block_of[bit];
        if (block == nowhere)
            continue;
        s->block[block].n_suspect -= 1;
        s->block[block].odd = s->block[block].odd != differs;
        PHW_TRY(look_at(s, block));
    }
    return PHW_OK;
}

static uint32_t last_suspect(const phw_suspects *s, const phw_suspects_block *b)
{
    uint32_t place = b->from;
    while (s->clear[s->pass[b->pass].bit[place]])
        ++place;
    return s->pass[b->pass].bit[place];
}

/* Clears the one suspect of a block that has no other. */
static phw_status settle_block(phw_suspects *s, uint32_t block)
{
    phw_suspects_block *b = &s->block[block];
    b->queued = false;
    return clear_bit(s, last_suspect(s, b), b->odd);
}

/* One look through the work list; what is still waiting stays on it. */
static phw_status settle_once(phw_suspects *s, bool *again)
{
    size_t kept = 0;
    phw_status status = PHW_OK;
    *again = false;
    for (size_t i = 0; i < s->n_work && !status; ++i) {
        const uint32_t block = s->work[i];
        if (s->block[block].n_suspect == 1) {
            status = settle_block(s, block);
            *again = true;
        } else {
            s->work[kept++] = block;
        }
    }
    s->n_work = kept;
    return status;
}

phw_status phw_suspects_settle(phw_suspects *s)
{
    bool again = true;
    while (again)
        PHW_TRY(settle_once(s, &again));
    return PHW_OK;
}

size_t phw_suspects_next(uint32_t *out, phw_suspects *s, bool one)
{
    uint32_t least = nowhere;
    for (size_t i = 0; i < s->n_work; ++i) {
        const phw_suspects_block *b = &s->block[s->work[i]];
        if (b->odd && (least == nowhere || b->n_suspect < s->block[least].n_suspect))
            least = s->work[i];
    }
    size_t n = 0;
    size_t kept = 0;
    for (size_t i = 0; i < s->n_work; ++i) {
        const uint32_t block = s->work[i];
        phw_suspects_block *b = &s->block[block];
        const bool due =
            b->odd && (one ? block == least : b->pass == s->block[least].pass);
        if (b->odd && !due) {
            s->work[kept++] = block;
            continue;
        }
        b->queued = false;
        if (due)
            out[n++] = block;
    }
    s->n_work = kept;
    return n;
}
