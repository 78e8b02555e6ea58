#include "tools/kernel_network.h"

#include <math.h>
#include <stdlib.h>

#include "channel/network.h"
#include "channel/profiles.h"
#include "channel/surface.h"
#include "core/signal.h"

enum {
    ALICE = 0,
    BOB,
    EVE,
    N_NODES,
    PROBES = 64, /* of a run */
    WAVES = 256,
    ROWS = 32,
    ELEMENTS = ROWS * ROWS
};

static const double doppler_hz = 10;

/* What the kernels and their peers run on. */
typedef struct bench {
    phw_network *network;
    double spacing_s;
    uint64_t next;
    phw_cf tap[PHW_TAPS_MAX];
    phw_surface *surface;
    phw_cf f[ELEMENTS];
    phw_cf g[ELEMENTS];
    float phase[ELEMENTS];
    double complex sum;
} bench;

static void destroy(void *state)
{
    bench *b = state;
    if (b == NULL)
        return;
    phw_network_destroy(b->network);
    phw_surface_destroy(b->surface);
    free(b);
}

static phw_status make_network(bench *b, phw_network_mode mode, double spacing)
{
    /* Bob and Eve stand a tenth of a wavelength apart. */
    const phw_node node[N_NODES] = {
        {.name = "alice"},
        {.name = "bob", .site = 1, .velocity_m_s = {3, 0, 0}},
        {.name = "eve", .site = 1, .position_m = {0, 0.03, 0}}};
    const phw_site site[2] = {{.flat = false}};
    phw_network_config config = {.node = node,
                                 .n_nodes = N_NODES,
                                 .site = site,
                                 .n_sites = 2,
                                 .carrier_hz = 1e9,
                                 .doppler_hz = doppler_hz,
                                 .mode = mode,
                                 .n_waves = WAVES,
                                 .seed = 1};
    b->spacing_s = spacing / doppler_hz;
    PHW_TRY(phw_profile_taps(&config.taps, phw_profile_find("tdl-a"), 100e-9, 0));
    return phw_network_create(&b->network, &config);
}

static phw_status create(void **out, phw_network_mode mode, double spacing)
{
    bench *b = NULL;
    PHW_TRY(phw_array_alloc(&b, 1, sizeof *b));
    const phw_status s = make_network(b, mode, spacing);
    if (s)
        destroy(b);
    else
        *out = b;
    return s;
}

static phw_status create_dense(void **out)
{
    return create(out, PHW_NETWORK_SPECTRAL, 0.1);
}

static phw_status create_sparse(void **out)
{
    return create(out, PHW_NETWORK_SPECTRAL, 1);
}

static phw_status create_waves(void **out)
{
    return create(out, PHW_NETWORK_PLANE_WAVES, 0.1);
}

static phw_status create_surface(void **out)
{
    const phw_rng rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0x280)};
    const phw_surface_config config = {.n_rows = ROWS, .n_columns = ROWS, .rng = rng};
    bench *b = NULL;
    PHW_TRY(phw_array_alloc(&b, 1, sizeof *b));
    const phw_status s = phw_surface_create(&b->surface, &config);
    if (s) {
        destroy(b);
        return s;
    }
    phw_surface_draw(b->surface, 0);
    phw_rng_normal_complex(b->f, &rng, 1, 0, ELEMENTS);
    phw_rng_normal_complex(b->g, &rng, 1, ELEMENTS, ELEMENTS);
    phw_rng_uniform(b->phase, &rng, UINT64_C(1) << 32, ELEMENTS);
    *out = b;
    return PHW_OK;
}

/* A millisecond from the sounding to the answer. */
static phw_status triples(void *state)
{
    bench *b = state;
    for (size_t i = 0; i < PROBES; ++i) {
        const double time_s = (double)b->next++ * b->spacing_s;
        PHW_TRY(phw_network_taps(b->network, b->tap, ALICE, BOB, time_s));
        PHW_TRY(phw_network_taps(b->network, b->tap, ALICE, EVE, time_s));
        PHW_TRY(phw_network_taps(b->network, b->tap, BOB, ALICE, time_s + 1e-3));
    }
    return PHW_OK;
}

/* One triple of as many waves in double precision, as the formula stands. */
static phw_status plain_waves(void *state)
{
    bench *b = state;
    const size_t n = 3 * WAVES * phw_network_profile(b->network, ALICE, BOB)->n;
    const double time_s = (double)b->next * b->spacing_s;
    double re_sum = 0;
    double im_sum = 0;
    for (size_t i = 0; i < n; ++i) {
        const double angle = 2.4 * (double)i;
        double re;
        double im;
        sincos(2 * M_PI * doppler_hz * time_s * (double)(i % 97) / 97 + angle, &im,
               &re);
        re_sum += re;
        im_sum += im;
    }
    b->sum = CMPLX(re_sum, im_sum);
    ++b->next;
    return PHW_OK;
}

static phw_status add_elements(void *state)
{
    bench *b = state;
    b->tap[0] = phw_surface_gain(b->surface, b->f, b->g);
    return PHW_OK;
}

static phw_status plain_elements(void *state)
{
    bench *b = state;
    double complex sum = 0;
    for (size_t i = 0; i < ELEMENTS; ++i)
        sum += (double complex)b->f[i] * (double complex)b->g[i] *
               cexp(CMPLX(0, 2 * M_PI * (double)b->phase[i]));
    b->sum = sum;
    return PHW_OK;
}

const phw_kernel phw_kernel_network_dense = {
    .name = "network-dense",
    .summary = "TDL-A between Alice, Bob and Eve, Gaussian, every 0.1/fd",
    .unit = "triple",
    .peer = "a million a second",
    .n_units = PROBES,
    .peer_ns = 1000,
    .create = create_dense,
    .run = triples,
    .destroy = destroy,
};

const phw_kernel phw_kernel_network_sparse = {
    .name = "network-sparse",
    .summary = "TDL-A between Alice, Bob and Eve, Gaussian, every 1/fd",
    .unit = "triple",
    .peer = "300 000 a second",
    .n_units = PROBES,
    .peer_ns = 1e9 / 300000,
    .create = create_sparse,
    .run = triples,
    .destroy = destroy,
};

const phw_kernel phw_kernel_network_waves = {
    .name = "network-waves",
    .summary = "TDL-A between Alice, Bob and Eve, 256 plane waves a tap",
    .unit = "triple",
    .peer = "libm sincos, double precision",
    .n_units = PROBES,
    .n_peer_units = 1,
    .create = create_waves,
    .run = triples,
    .run_peer = plain_waves,
    .destroy = destroy,
};

const phw_kernel phw_kernel_surface = {
    .name = "surface",
    .summary = "the sum over a surface of 1024 elements",
    .unit = "element",
    .peer = "cexp in double precision",
    .n_units = ELEMENTS,
    .n_peer_units = ELEMENTS,
    .create = create_surface,
    .run = add_elements,
    .run_peer = plain_elements,
    .destroy = destroy,
};
