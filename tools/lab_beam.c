#include "tools/lab_beam.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "channel/antenna_array.h"
#include "core/signal.h"

typedef struct ports {
    phw_cf *weight; /* n x antennas; NULL: the antennas themselves */
    size_t antennas;
    size_t n;
} ports;

struct phw_lab_beam {
    ports node[PHW_LAB_NODES_MAX];
    size_t n_nodes;
};

/* The array of a node; one antenna without nodes in the file. */
static phw_array array_of(const phw_lab_plan *plan, size_t node)
{
    phw_array array = {0};
    const phw_scenario_item *item = plan->node[node].item;
    if (item != NULL && phw_array_choose(&array, phw_scenario_item_text(
                                                     item, PHW_NODE_ARRAY)) != PHW_OK)
        array = (phw_array){0};
    return array;
}

static int choice_of(const phw_lab_plan *plan, size_t node)
{
    const phw_scenario_item *item = plan->node[node].item;
    return item != NULL ? (int)phw_scenario_item_value(item, PHW_NODE_BEAM)
                        : PHW_BEAM_ANTENNAS;
}

static phw_status set_codebook(ports *p, const phw_array *array)
{
    PHW_TRY(phw_array_alloc(&p->weight, p->antennas * p->antennas, sizeof *p->weight));
    p->n = p->antennas;
    for (size_t k = 0; k < p->n; ++k)
        phw_array_beam(p->weight + k * p->antennas, array, k);
    return PHW_OK;
}

/* Power of beam w over the other end's antennas and all taps. */
static double power_of(const phw_cf *h, const phw_cf *w, size_t n_taps, size_t n_to,
                       size_t n_from)
{
    double sum = 0;
    for (size_t k = 0; k < n_taps * n_from; ++k) {
        const phw_cf *column = h + k / n_from * n_to * n_from + k % n_from;
        double complex y = 0;
        for (size_t i = 0; i < n_to; ++i)
            y += conj((double complex)w[i]) * (double complex)column[i * n_from];
        sum += creal(y) * creal(y) + cimag(y) * cimag(y);
    }
    return sum;
}

/* Keeps the beam of `node` that hears most of `from` at time 0. */
static phw_status keep_best(phw_lab_beam *beam, phw_network *network, size_t node,
                            size_t from)
{
    ports *p = &beam->node[node];
    const size_t n_from = phw_network_antennas(network, from);
    const size_t n_taps = phw_network_profile(network, from, node)->n;
    phw_cf *h = NULL;
    PHW_TRY(phw_array_alloc(&h, n_taps * n_from * p->antennas, sizeof *h));
    const phw_status s = phw_network_taps(network, h, from, node, 0);
    size_t best = 0;
    double most = -1;
    for (size_t k = 0; k < p->n && !s; ++k) {
        const double power =
            power_of(h, p->weight + k * p->antennas, n_taps, p->antennas, n_from);
        best = power > most ? k : best;
        most = power > most ? power : most;
    }
    for (size_t i = 0; i < p->antennas && best > 0; ++i)
        p->weight[i] = p->weight[best * p->antennas + i];
    p->n = 1;
    free(h);
    return s;
}

static phw_status make(phw_lab_beam *beam, const phw_lab_plan *plan,
                       phw_network *network)
{
    const size_t hub = plan->observation[0].receiver;
    const size_t partner = plan->observation[0].sender;
    beam->n_nodes = plan->n_nodes;
    for (size_t i = 0; i < plan->n_nodes; ++i) {
        const phw_array array = array_of(plan, i);
        ports *p = &beam->node[i];
        p->antennas = phw_network_antennas(network, i);
        p->n = p->antennas;
        const int choice = choice_of(plan, i);
        if (choice != PHW_BEAM_ANTENNAS)
            PHW_TRY(set_codebook(p, &array));
        if (choice == PHW_BEAM_BEST)
            PHW_TRY(keep_best(beam, network, i, i == hub ? partner : hub));
    }
    return PHW_OK;
}

phw_status phw_lab_beam_create(phw_lab_beam **out, const phw_lab_plan *plan,
                               phw_network *network)
{
    phw_lab_beam *beam = calloc(1, sizeof *beam);
    if (beam == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for beams");
    const phw_status s = make(beam, plan, network);
    if (s) {
        phw_lab_beam_destroy(beam);
        return s;
    }
    *out = beam;
    return PHW_OK;
}

void phw_lab_beam_destroy(phw_lab_beam *beam)
{
    if (beam == NULL)
        return;
    for (size_t i = 0; i < PHW_LAB_NODES_MAX; ++i)
        free(beam->node[i].weight);
    free(beam);
}

phw_status phw_lab_beam_steer(phw_lab_beam *beam, size_t node, const phw_cf *weight)
{
    ports *p = &beam->node[node];
    if (p->weight == NULL)
        PHW_TRY(phw_array_alloc(&p->weight, p->antennas, sizeof *p->weight));
    for (size_t i = 0; i < p->antennas; ++i)
        p->weight[i] = weight[i] / sqrtf((float)p->antennas);
    p->n = 1;
    return PHW_OK;
}

size_t phw_lab_beam_ports(const phw_lab_beam *beam, size_t node)
{
    return beam->node[node].n;
}

/* sum over the antennas of `to`, of one antenna of `from`. */
static double complex receive(const ports *to, const phw_cf *column, size_t port,
                              size_t stride)
{
    if (to->weight == NULL)
        return (double complex)column[port * stride];
    double complex sum = 0;
    for (size_t i = 0; i < to->antennas; ++i)
        sum += conj((double complex)to->weight[port * to->antennas + i]) *
               (double complex)column[i * stride];
    return sum;
}

void phw_lab_beam_combine(const phw_lab_beam *beam, phw_cf *out, const phw_cf *h,
                          size_t from, size_t to)
{
    const ports *t = &beam->node[to];
    const ports *f = &beam->node[from];
    for (size_t k = 0; k < t->n * f->n; ++k) {
        const size_t port = k % f->n;
        double complex sum = 0;
        for (size_t i = 0; i < f->antennas && f->weight != NULL; ++i)
            sum += conj((double complex)f->weight[port * f->antennas + i]) *
                   receive(t, h + i, k / f->n, f->antennas);
        if (f->weight == NULL)
            sum = receive(t, h + port, k / f->n, f->antennas);
        out[k] = (phw_cf)sum;
    }
}
