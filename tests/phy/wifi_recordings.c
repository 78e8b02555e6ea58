/* Every frame of the openofdm recordings against the table that stands beside them. */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/sample.h"
#include "phy/wifi_receiver.h"

#define N_COLUMNS 16
#define N_ROWS    400

enum {
    FILE_NAME,
    START,
    CFO,
    SNR,
    LEVEL,
    RATE,
    LENGTH,
    HT,
    HT_MCS,
    HT_LENGTH,
    FCS_OK,
    TYPE,
    RECEIVER,
    TRANSMITTER,
    TRUNCATED,
    SENDER
};

typedef struct row {
    char text[512];
    const char *column[N_COLUMNS];
    bool met;
} row;

static row table[N_ROWS];
static size_t n_rows;

static const char *folder(void)
{
    static char path[2048];
    snprintf(path, sizeof path, "%s/datasets/recordings/openofdm",
             getenv("PHW_SOURCE"));
    return path;
}

static void split(row *r)
{
    char *at = r->text;
    at[strcspn(at, "\r\n")] = '\0';
    for (size_t i = 0; i < N_COLUMNS; ++i) {
        r->column[i] = at;
        at += strcspn(at, ",");
        if (*at != '\0')
            *at++ = '\0';
    }
}

static void read_table(void)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/frames_truth.csv", folder());
    FILE *f = fopen(path, "r");
    cr_assert_not_null(f, "%s", path);
    cr_assert_not_null(fgets(table[0].text, sizeof table[0].text, f), "no titles");
    for (n_rows = 0; n_rows < N_ROWS; ++n_rows) {
        if (fgets(table[n_rows].text, sizeof table[n_rows].text, f) == NULL)
            break;
        split(&table[n_rows]);
    }
    fclose(f);
    cr_assert_eq(n_rows, 367);
}

static row *find_row(const char *file, uint64_t start)
{
    for (size_t i = 0; i < n_rows; ++i) {
        const double at = strtod(table[i].column[START], NULL);
        if (strcmp(table[i].column[FILE_NAME], file) == 0 &&
            fabs(at - (double)start) <= 3)
            return &table[i];
    }
    return NULL;
}

static unsigned number(const row *r, int column)
{
    return (unsigned)strtoul(r->column[column], NULL, 10);
}

static bool is(const row *r, int column, const char *text)
{
    return strcmp(r->column[column], text) == 0;
}

static void expect_address(const row *r, int column, bool has, const uint8_t *address)
{
    char text[PHW_MAC_N_TEXT] = "";
    if (has)
        phw_mac_address_text(text, address);
    cr_expect(is(r, column, text), "%s %s: %s", r->column[FILE_NAME], r->column[START],
              text);
}

/* What HT-SIG says, and what SIGNAL of HT frames is for. */
static void expect_ht(const row *r, const phw_wifi_data *d)
{
    cr_expect(d->ht_ok);
    cr_expect_eq(d->ht.mcs, number(r, HT_MCS));
    cr_expect_eq(d->ht.length, number(r, HT_LENGTH));
    cr_expect_eq(d->ht.bandwidth_mhz, 20);
}

static void expect_row(const row *r, const phw_wifi_frame *f, const phw_wifi_data *d)
{
    char type[16];
    cr_expect(f->signal_ok);
    cr_expect_eq(f->rate_mbps, number(r, RATE));
    cr_expect_eq(f->length, number(r, LENGTH));
    cr_expect_float_eq(f->cfo_hz, strtod(r->column[CFO], NULL), 1e3);
    cr_expect(d->complete);
    cr_expect_eq(d->format == PHW_WIFI_HT, is(r, HT, "1"));
    if (d->format == PHW_WIFI_HT) {
        expect_ht(r, d);
        return;
    }
    cr_expect_eq(d->fcs_ok, is(r, FCS_OK, "1"), "%s %s", r->column[FILE_NAME],
                 r->column[START]);
    if (!d->fcs_ok)
        return;
    cr_assert(d->mac_ok);
    snprintf(type, sizeof type, "%d/%u", (int)d->mac.type, d->mac.subtype);
    cr_expect(is(r, TYPE, type), "%s", type);
    expect_address(r, RECEIVER, d->mac.has_receiver, d->mac.receiver);
    expect_address(r, TRANSMITTER, d->mac.has_transmitter, d->mac.transmitter);
    if (d->mac.has_transmitter)
        expect_address(r, SENDER, true, d->mac.transmitter);
}

/* What is counted over all files. */
typedef struct tally {
    unsigned n_rows;
    unsigned n_fcs;
    unsigned n_fcs_conducted;
    unsigned n_ht_decoded;
    unsigned n_ht_fcs;
} tally;

static void count(tally *t, const char *file, const phw_wifi_data *d)
{
    ++t->n_rows;
    if (d->format == PHW_WIFI_HT) {
        t->n_ht_decoded += d->decoded;
        t->n_ht_fcs += d->fcs_ok;
        return;
    }
    t->n_fcs += d->fcs_ok;
    t->n_fcs_conducted += d->fcs_ok && strncmp(file, "conducted", 9) == 0;
}

static void push_file(phw_wifi_receiver *r, const char *file)
{
    char path[4096];
    static int16_t iq[16384];
    static phw_cf x[sizeof iq / sizeof *iq / 2];
    snprintf(path, sizeof path, "%s/%s", folder(), file);
    FILE *f = fopen(path, "rb");
    cr_assert_not_null(f, "%s", path);
    for (size_t n; (n = fread(iq, 4, sizeof iq / 4, f)) > 0;) {
        for (size_t i = 0; i < n; ++i)
            x[i] = CMPLXF(iq[2 * i], iq[2 * i + 1]);
        cr_assert_eq(phw_wifi_receiver_push(r, x, n), PHW_OK);
    }
    fclose(f);
    cr_assert_eq(phw_wifi_receiver_finish(r), PHW_OK);
}

static void hear(tally *t, const char *file)
{
    phw_wifi_receiver *r = NULL;
    phw_wifi_frame f;
    phw_wifi_data d;
    cr_assert_eq(phw_wifi_receiver_create(&r, 20e6, 20e6), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_decode(r), PHW_OK);
    push_file(r, file);
    while (phw_wifi_receiver_take_data(r, &f, NULL, &d)) {
        row *known = find_row(file, f.start_sample);
        if (known == NULL)
            continue;
        cr_expect_not(known->met);
        known->met = true;
        expect_row(known, &f, &d);
        count(t, file, &d);
    }
    phw_wifi_receiver_destroy(r);
}

/* The table's one bad check sequence is of a frame that another one runs into. Of the
 * 102 HT frames 88 have one stream: the table has no check sequence of theirs; they are
 * right in all. */
Test(wifi_recordings, hold_what_their_table_says)
{
    tally t = {0};
    read_table();
    DIR *d = opendir(folder());
    cr_assert_not_null(d);
    for (const struct dirent *e; (e = readdir(d)) != NULL;)
        if (strstr(e->d_name, ".dat") != NULL)
            hear(&t, e->d_name);
    closedir(d);
    cr_expect_eq(t.n_rows, 367);
    cr_expect_eq(t.n_fcs, 264);
    cr_expect_eq(t.n_fcs_conducted, 204);
    cr_expect_eq(t.n_ht_decoded, t.n_ht_fcs);
    cr_expect_eq(t.n_ht_fcs, 88, "%u", t.n_ht_fcs);
}
