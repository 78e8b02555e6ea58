#include "kgen/cascade_pass.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

/* The two passes of the reference trace and what is known to differ. */
typedef struct trace {
    phw_cascade_pass pass[2];
    phw_cascade_ranges pending[2];
    phw_bits error; /* by key index */
    unsigned leak;
} trace;

static size_t bit_at(const phw_cascade_pass *p, size_t place)
{
    return p->bit_of_place != NULL ? p->bit_of_place[place] : place;
}

static bool differ(const trace *t, unsigned pass, uint32_t from, uint32_t to)
{
    bool odd = false;
    for (uint32_t i = from; i < to; ++i)
        odd ^= phw_bits_get(&t->error, bit_at(&t->pass[pass], i));
    return odd;
}

static void correct(trace *t, phw_cascade_finds *finds, unsigned n_open)
{
    for (size_t i = 0; i < finds->n; ++i) {
        const uint32_t bit = finds->bit[i];
        if (!phw_bits_get(&t->error, bit))
            continue; /* two passes led to it */
        phw_bits_flip(&t->error, bit);
        for (unsigned p = 0; p < n_open; ++p)
            cr_assert_eq(phw_cascade_pass_correct(&t->pass[p], finds, bit, false),
                         PHW_OK);
    }
    finds->n = 0;
}

static void open_pass(trace *t, phw_cascade_finds *finds, unsigned pass)
{
    phw_bits key = {0};
    phw_bits answer = {0};
    phw_cascade_ranges root = {0};
    const bool but_last = pass > 0;
    cr_assert_eq(phw_bits_alloc(&key, 16), PHW_OK);
    cr_assert_eq(phw_bits_alloc(&answer, 16), PHW_OK);
    phw_cascade_pass_open(&t->pass[pass], &key);
    cr_assert_eq(phw_cascade_pass_roots(&root, &t->pass[pass], but_last), PHW_OK);
    for (size_t i = 0; i < root.n; ++i)
        phw_bits_set(&answer, i, differ(t, pass, root.range[i].from, root.range[i].to));
    t->leak += (unsigned)root.n;
    cr_assert_eq(phw_cascade_pass_enter(&t->pass[pass], finds, root.range, root.n,
                                        &answer, 0, but_last),
                 PHW_OK);
    correct(t, finds, pass + 1);
    free(root.range);
    phw_bits_free(&key);
    phw_bits_free(&answer);
}

/* One halving: the lowest pass, its leftmost odd node. False when there is none. */
static bool halve_one(trace *t, phw_cascade_finds *finds, unsigned n_open)
{
    for (unsigned p = 0; p < n_open; ++p) {
        phw_cascade_ranges *list = &t->pending[p];
        cr_assert_eq(phw_cascade_pass_take(&t->pass[p], list), PHW_OK);
        size_t kept = 0;
        for (size_t i = 0; i < list->n; ++i) {
            if (!differ(t, p, list->range[i].from, list->range[i].to))
                continue;
            list->range[kept++] = list->range[i];
        }
        list->n = kept;
        if (kept == 0)
            continue;
        size_t best = 0;
        for (size_t i = 1; i < kept; ++i)
            best = list->range[i].from < list->range[best].from ? i : best;
        const phw_cascade_range r = list->range[best];
        list->range[best] = list->range[--list->n];
        phw_bits answer = {0};
        cr_assert_eq(phw_bits_alloc(&answer, 1), PHW_OK);
        phw_bits_set(&answer, 0,
                     differ(t, p, r.from, r.from + (r.to - r.from + 1) / 2));
        ++t->leak;
        cr_assert_eq(phw_cascade_pass_halve(&t->pass[p], finds, &r, 1, &answer, 0),
                     PHW_OK);
        phw_bits_free(&answer);
        correct(t, finds, n_open);
        return true;
    }
    return false;
}

static void expect_trace(const size_t *errors, size_t n_errors, unsigned leak,
                         size_t n_left)
{
    const phw_reconcile_segment all = {0, 16, 0.25};
    const phw_reconcile_task task = {.n = 16, .segment = &all, .n_segments = 1};
    const phw_cascade_scheme scheme = {
        .pass = {{.value = 1}, {.rule = PHW_CASCADE_TIMES, .value = 2}},
        .n_passes = 2,
        .reuse = true,
    };
    phw_cascade_plan plan = {0};
    trace t = {.leak = 0};
    phw_cascade_finds finds = {0};
    cr_assert_eq(phw_cascade_plan_make(&plan, &scheme, &task), PHW_OK);
    for (unsigned p = 0; p < 2; ++p)
        cr_assert_eq(phw_cascade_pass_make(&t.pass[p], &plan, &scheme, p, 1), PHW_OK);
    for (uint32_t i = 0; i < 16; ++i) {
        t.pass[1].bit_of_place[i] = 5 * i % 16;
        t.pass[1].place_of_bit[5 * i % 16] = i;
    }
    cr_assert_eq(phw_bits_alloc(&t.error, 16), PHW_OK);
    for (size_t i = 0; i < n_errors; ++i)
        phw_bits_flip(&t.error, errors[i]);
    for (unsigned p = 0; p < 2; ++p) {
        open_pass(&t, &finds, p);
        while (halve_one(&t, &finds, p + 1))
            continue;
    }
    cr_expect_eq(t.leak, leak, "leak %u, expected %u", t.leak, leak);
    cr_expect_eq(phw_bits_count(&t.error), n_left);
    for (unsigned p = 0; p < 2; ++p) {
        phw_cascade_pass_free(&t.pass[p]);
        free(t.pending[p].range);
    }
    free(finds.bit);
    phw_bits_free(&t.error);
    phw_cascade_plan_free(&plan);
}

/* n = 16, k = 4 in order, then k = 8 with bit 5i mod 16 at place i; worked out by hand
 * on the reference page (8.1), last root of pass 2 inferred. */
Test(cascade_pass, follows_the_reference_trace)
{
    expect_trace(NULL, 0, 5, 0);
    expect_trace((const size_t[]){5}, 1, 7, 0);
    expect_trace((const size_t[]){4, 6}, 2, 10, 0);
    expect_trace((const size_t[]){0, 1}, 2, 10, 0);
    expect_trace((const size_t[]){0, 8}, 2, 9, 0);
    expect_trace((const size_t[]){0, 3, 7}, 3, 7, 2);
    expect_trace((const size_t[]){1, 2, 9, 10}, 4, 5, 4);
}

Test(cascade_pass, tables_come_from_the_seed_alone)
{
    const phw_reconcile_segment all = {0, 1000, 0.05};
    const phw_reconcile_task task = {.n = 1000, .segment = &all, .n_segments = 1};
    const phw_cascade_scheme scheme = {
        .pass = {{.value = 0.8},
                 {.rule = PHW_CASCADE_TIMES, .value = 5},
                 {.kind = PHW_CASCADE_MASKS},
                 {.kind = PHW_CASCADE_MASKS}},
        .n_passes = 4,
        .reuse = true,
    };
    phw_cascade_plan plan = {0};
    cr_assert_eq(phw_cascade_plan_make(&plan, &scheme, &task), PHW_OK);
    phw_cascade_pass a = {0};
    phw_cascade_pass b = {0};
    for (unsigned pass = 1; pass < 4; ++pass) {
        cr_assert_eq(phw_cascade_pass_make(&a, &plan, &scheme, pass, 7), PHW_OK);
        cr_assert_eq(phw_cascade_pass_make(&b, &plan, &scheme, pass, 7), PHW_OK);
        if (a.masked) {
            cr_expect(phw_bits_equal(&a.mask, &b.mask));
            /* A fair coin a bit: 5 sigma of 1000 are 79. */
            cr_expect_float_eq((double)phw_bits_count(&a.mask), 500, 79);
        } else {
            cr_expect_eq(memcmp(a.bit_of_place, b.bit_of_place, 4000), 0);
            for (uint32_t i = 0; i < 1000; ++i)
                cr_expect_eq(a.place_of_bit[a.bit_of_place[i]], i);
        }
        phw_cascade_pass_free(&b);
        cr_assert_eq(phw_cascade_pass_make(&b, &plan, &scheme, pass, 8), PHW_OK);
        cr_expect(a.masked ? !phw_bits_equal(&a.mask, &b.mask)
                           : memcmp(a.bit_of_place, b.bit_of_place, 4000) != 0);
        phw_cascade_pass_free(&a);
        phw_cascade_pass_free(&b);
    }
    phw_cascade_plan_free(&plan);
}
