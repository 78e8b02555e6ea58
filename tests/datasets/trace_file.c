#include "datasets/trace_file.h"

#include <math.h>

#include <hdf5.h>

#include "core/file.h"

#include "tests/datasets/scratch.h"

TestSuite(trace_file, .init = scratch_start, .fini = scratch_end);

static phw_trace make(phw_trace_kind kind, size_t n_probes, size_t n_coefficients,
                      const char *party)
{
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, kind, n_probes, n_coefficients), PHW_OK);
    for (size_t i = 0; i < n_probes * n_coefficients; ++i) {
        if (t.cplx != NULL)
            t.cplx[i] = (float)i + I * ((float)i * -0.5F);
        else
            t.real[i] = -40.0F - 0.25F * (float)i;
    }
    for (size_t p = 0; p < n_probes; ++p) {
        t.time_s[p] = 0.125 * (double)p;
        t.sequence[p] = (int64_t)(3 * p) - 4;
    }
    for (size_t c = 0; c < n_coefficients; ++c)
        t.coefficient[c] = 312500.0 * (double)c;
    t.has_time = true;
    t.carrier_hz = 2.412e9;
    t.bandwidth_hz = 20e6;
    t.noise_variance = 1e-3;
    snprintf(t.party, sizeof t.party, "%s", party);
    snprintf(t.origin, sizeof t.origin, "made by hand");
    return t;
}

static void expect_same(const phw_trace *a, const phw_trace *b)
{
    const size_t n = a->n_probes * a->n_coefficients;
    cr_assert_eq(a->kind, b->kind);
    cr_assert(a->n_probes == b->n_probes && a->n_coefficients == b->n_coefficients);
    cr_expect_eq(a->n_antennas, b->n_antennas);
    if (a->cplx != NULL)
        cr_expect_eq(memcmp(a->cplx, b->cplx, n * sizeof *a->cplx), 0);
    else
        cr_expect_eq(memcmp(a->real, b->real, n * sizeof *a->real), 0);
    cr_expect_eq(memcmp(a->time_s, b->time_s, a->n_probes * 8), 0);
    cr_expect_eq(memcmp(a->sequence, b->sequence, a->n_probes * 8), 0);
    cr_expect_eq(memcmp(a->coefficient, b->coefficient, a->n_coefficients * 8), 0);
    cr_expect_eq(a->has_time, b->has_time);
    cr_expect_eq(a->carrier_hz, b->carrier_hz);
    cr_expect_eq(a->bandwidth_hz, b->bandwidth_hz);
    cr_expect_eq(a->noise_variance, b->noise_variance);
    cr_expect_str_eq(a->party, b->party);
    cr_expect_str_eq(a->origin, b->origin);
}

static phw_status write_one(const char *path, const phw_trace *t)
{
    const phw_trace *const list[] = {t};
    return phw_trace_write(path, list, 1);
}

Test(trace_file, every_kind_comes_back_as_it_was)
{
    static const size_t shapes[][2] = {{1, 1}, {5, 1}, {1, 64}, {100, 52}};
    for (int kind = 0; kind < PHW_N_TRACE_KINDS; ++kind) {
        for (size_t s = 0; s < 4; ++s) {
            phw_trace t =
                make((phw_trace_kind)kind, shapes[s][0], shapes[s][1], "alice");
            phw_trace back = {0};
            const char *path = scratch_path("a.h5");
            t.n_antennas = shapes[s][1] % 2 == 0 ? 2 : 1;
            t.has_time = s % 2 == 0;
            cr_assert_eq(write_one(path, &t), PHW_OK, "%s", phw_error_message());
            cr_assert_eq(phw_trace_read(&back, path, NULL), PHW_OK, "%s",
                         phw_error_message());
            expect_same(&t, &back);
            phw_trace_free(&back);
            phw_trace_free(&t);
        }
    }
}

Test(trace_file, several_parties_share_a_file)
{
    phw_trace a = make(PHW_TRACE_CFR, 4, 3, "e8:de:27:90:6e:42");
    phw_trace b = make(PHW_TRACE_CIR, 7, 2, "bob");
    phw_trace back = {0};
    phw_trace_group *groups = NULL;
    size_t n = 0;
    const phw_trace *const list[] = {&a, &b};
    const char *path = scratch_path("ab.h5");
    cr_assert_eq(phw_trace_write(path, list, 2), PHW_OK, "%s", phw_error_message());
    cr_assert_eq(phw_trace_groups(&groups, &n, path), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(n, 2);
    cr_expect_str_eq(groups[0].name, "bob");
    cr_expect_str_eq(groups[1].name, "e8:de:27:90:6e:42");
    free(groups);
    cr_assert_eq(phw_trace_read(&back, path, "e8:de:27:90:6e:42"), PHW_OK);
    expect_same(&a, &back);
    phw_trace_free(&back);
    EXPECT_FAILURE(phw_trace_read(&back, path, NULL), PHW_EINPUT, "ab.h5", "2 groups",
                   "bob, e8:de:27:90:6e:42");
    EXPECT_FAILURE(phw_trace_read(&back, path, "eve"), PHW_EINPUT, "ab.h5", "'eve'",
                   "bob, e8:de");
    cr_expect_null(back.cplx);
    phw_trace_free(&a);
    phw_trace_free(&b);
}

Test(trace_file, the_same_traces_give_the_same_bytes)
{
    uint8_t *first = NULL;
    size_t first_size = 0;
    for (int round = 0; round < 3; ++round) {
        /* Other heap contents each time: no stray bytes may reach the file. */
        void *junk = malloc(1 << 20);
        memset(junk, 0x55 * (round + 1), 1 << 20);
        free(junk);
        phw_trace a = make(PHW_TRACE_CFR, 300, 52, "alice");
        phw_trace b = make(PHW_TRACE_POWER_DB, 300, 1, "bob");
        const phw_trace *const list[] = {&a, &b};
        uint8_t *bytes = NULL;
        size_t size = 0;
        const char *path = scratch_path("same.h5");
        cr_assert_eq(phw_trace_write(path, list, 2), PHW_OK);
        cr_assert_eq(phw_file_read(&bytes, &size, path, 1 << 24), PHW_OK);
        if (first == NULL) {
            first = bytes;
            first_size = size;
            sleep(1); /* a time stamp would tell */
        } else {
            cr_expect_eq(size, first_size);
            cr_expect_eq(memcmp(bytes, first, size), 0);
            free(bytes);
        }
        phw_trace_free(&a);
        phw_trace_free(&b);
    }
    free(first);
}

Test(trace_file, traces_that_can_not_be_written_are_refused_and_leave_no_file)
{
    phw_trace t = make(PHW_TRACE_CFR, 4, 4, "alice");
    const phw_trace *const twice[] = {&t, &t};
    const char *path = scratch_path("bad.h5");
    EXPECT_FAILURE(phw_trace_write(path, twice, 2), PHW_EARG, "bad.h5", "alice");
    EXPECT_FAILURE(phw_trace_write(path, twice, 0), PHW_EARG, "bad.h5", "0 traces");
    static const char *const parties[] = {"", ".", "a/b"};
    for (size_t i = 0; i < 3; ++i) {
        strcpy(t.party, parties[i]);
        EXPECT_FAILURE(write_one(path, &t), PHW_EARG, "bad.h5", "party");
    }
    strcpy(t.party, "alice");
    t.n_antennas = 3;
    EXPECT_FAILURE(write_one(path, &t), PHW_EARG, "alice", "3 antennas");
    t.n_antennas = 1;
    t.cplx[9] = NAN;
    EXPECT_FAILURE(write_one(path, &t), PHW_EINPUT, "alice", "probe 2");
    cr_expect_neq(access(path, F_OK), 0);
    t.cplx[9] = 0;
    EXPECT_FAILURE(write_one(scratch_path("no/such/folder.h5"), &t), PHW_EIO,
                   "folder.h5");
    phw_trace_free(&t);
}

Test(trace_file, what_is_no_trace_file_is_refused)
{
    phw_trace t = {0};
    phw_trace_group *groups = NULL;
    size_t n = 0;
    EXPECT_FAILURE(phw_trace_read(&t, scratch_path("none.h5"), NULL), PHW_EINPUT,
                   "none.h5", "No such file");
    EXPECT_FAILURE(phw_trace_read(&t, scratch_text("a.h5", "idx,rssi\n"), NULL),
                   PHW_EINPUT, "a.h5", "HDF5");
    EXPECT_FAILURE(
        phw_trace_groups(&groups, &n, scratch_text("b.h5", "\x89HDF\r\n\x1a\n")),
        PHW_EINPUT, "b.h5", "damaged");
    cr_expect_not(phw_trace_file_is(scratch_path("a.h5")));
    cr_expect(phw_trace_file_is(scratch_path("b.h5")));
    cr_expect_not(phw_trace_file_is(scratch_path("none.h5")));
}

Test(trace_file, every_truncation_is_a_clean_error)
{
    phw_trace t = make(PHW_TRACE_CFR, 2, 2, "a");
    uint8_t *bytes = NULL;
    size_t size = 0;
    cr_assert_eq(write_one(scratch_path("a.h5"), &t), PHW_OK);
    cr_assert_eq(phw_file_read(&bytes, &size, scratch_path("a.h5"), 1 << 20), PHW_OK);
    size_t n_wrong = 0; /* one assertion at the end: each costs a message */
    for (size_t n = 0; n < size; ++n) {
        phw_trace back = {0};
        const phw_status s = phw_trace_parse(&back, bytes, n, NULL);
        n_wrong += s != PHW_EINPUT || back.cplx != NULL ||
                   strstr(phw_error_message(), "HDF5") == NULL;
    }
    cr_expect_eq(n_wrong, 0);
    free(bytes);
    phw_trace_free(&t);
}

Test(trace_file, every_flipped_bit_gives_a_trace_or_a_clean_error)
{
    phw_trace t = make(PHW_TRACE_CFR, 2, 2, "a");
    uint8_t *bytes = NULL;
    size_t size = 0;
    size_t n_refused = 0;
    size_t n_wrong = 0;
    cr_assert_eq(write_one(scratch_path("a.h5"), &t), PHW_OK);
    cr_assert_eq(phw_file_read(&bytes, &size, scratch_path("a.h5"), 1 << 20), PHW_OK);
    for (size_t bit = 0; bit < 8 * size; ++bit) {
        phw_trace back = {0};
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        const phw_status s = phw_trace_parse(&back, bytes, size, NULL);
        n_wrong += s != PHW_EINPUT && (s != PHW_OK || phw_trace_check(&back) != PHW_OK);
        n_refused += s != PHW_OK;
        phw_trace_free(&back);
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    cr_expect_eq(n_wrong, 0);
    cr_expect_gt(n_refused, 1000);
    free(bytes);
    phw_trace_free(&t);
}

/* A good file, one thing changed through HDF5 itself. */
static const char *spoilt(hid_t *file)
{
    phw_trace t = make(PHW_TRACE_CFR, 3, 2, "alice");
    const char *path = scratch_path("spoilt.h5");
    cr_assert_eq(write_one(path, &t), PHW_OK);
    phw_trace_free(&t);
    *file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    cr_assert_geq(*file, 0);
    return path;
}

static void replace_array(hid_t file, const char *name, hid_t type, int rank,
                          const hsize_t *shape, const void *data)
{
    const hid_t space = H5Screate_simple(rank, shape, NULL);
    H5Ldelete(file, name, H5P_DEFAULT);
    const hid_t set =
        H5Dcreate2(file, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert_geq(set, 0);
    if (data != NULL)
        cr_assert_geq(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), 0);
    H5Dclose(set);
    H5Sclose(space);
}

Test(trace_file, arrays_that_do_not_fit_are_refused_by_name)
{
    static const double real[6] = {0};

    static const struct {
        const char *name;
        int rank;
        hsize_t shape[3];
        const char *word;
    } rows[] = {
        {"alice/H", 2, {3, 2}, "not complex"},
        {"alice/time_s", 1, {4}, "time_s is 4"},
        {"alice/time_s", 2, {3, 2}, "time_s is 3 x 2"},
        {"alice/time_s", 3, {3, 1, 1}, "3 dimensions"},
        {"alice/sequence", 1, {3}, "whole"},
        {"alice/coefficient", 1, {3}, "coefficient is 3"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        hid_t file = -1;
        phw_trace t = {0};
        const char *path = spoilt(&file);
        replace_array(file, rows[i].name, H5T_NATIVE_DOUBLE, rows[i].rank,
                      rows[i].shape, real);
        H5Fclose(file);
        EXPECT_FAILURE(phw_trace_read(&t, path, NULL), PHW_EINPUT, "spoilt.h5", "alice",
                       rows[i].word);
    }
}

Test(trace_file, a_few_bytes_can_not_claim_terabytes)
{
    static const uint8_t shape[16] = {3, 0, 0, 0, 0, 0, 0, 0, 2};
    static const uint8_t wide[2][6] = {{3, 0, 0, 0, 0, 1},
                                       {3, 0xff, 0xff, 0xff, 0xff, 0xff}};
    static const char *const words[] = {"1099511627779 x 2", "H claims"};
    phw_trace t = make(PHW_TRACE_CFR, 3, 2, "alice");
    uint8_t *bytes = NULL;
    size_t size = 0;
    cr_assert_eq(write_one(scratch_path("a.h5"), &t), PHW_OK);
    cr_assert_eq(phw_file_read(&bytes, &size, scratch_path("a.h5"), 1 << 20), PHW_OK);
    uint8_t *found = memmem(bytes, size, shape, sizeof shape);
    cr_assert_not_null(found);
    for (size_t i = 0; i < 2; ++i) {
        phw_trace back = {0};
        memcpy(found, wide[i], sizeof wide[i]);
        EXPECT_FAILURE(phw_trace_parse(&back, bytes, size, NULL), PHW_EINPUT, "alice",
                       words[i]);
    }
    free(bytes);
    phw_trace_free(&t);
}

Test(trace_file, nothing_leads_out_of_the_file)
{
    const hsize_t shape[1] = {3};
    hid_t file = -1;
    phw_trace t = {0};
    const char *path = spoilt(&file);
    H5Ldelete(file, "alice/time_s", H5P_DEFAULT);
    H5Lcreate_external("other.h5", "x", file, "alice/time_s", H5P_DEFAULT, H5P_DEFAULT);
    H5Fclose(file);
    EXPECT_FAILURE(phw_trace_read(&t, path, NULL), PHW_EINPUT, "alice", "plain form");
    path = spoilt(&file);
    H5Ldelete(file, "alice/time_s", H5P_DEFAULT);
    const hid_t how = H5Pcreate(H5P_DATASET_CREATE);
    const hid_t space = H5Screate_simple(1, shape, NULL);
    H5Pset_external(how, "passwd", 0, H5F_UNLIMITED);
    H5Dclose(H5Dcreate2(file, "alice/time_s", H5T_NATIVE_DOUBLE, space, H5P_DEFAULT,
                        how, H5P_DEFAULT));
    H5Fclose(file);
    EXPECT_FAILURE(phw_trace_read(&t, path, NULL), PHW_EINPUT, "time_s", "outside");
}

Test(trace_file, missing_and_bad_fields_are_named)
{
    static const struct {
        const char *object;
        const char *attribute;
        double value; /* NaN: only taken away */
        const char *word;
    } rows[] = {
        {"/", "format", (double)NAN, "format is missing"},
        {"/", "version", 2.0, "version 2"},
        {"alice", "kind", (double)NAN, "kind is missing"},
        {"alice", "kind", 5.0, "kind can't be read"},
        {"alice", "n_antennas", 3.0, "n_antennas is 3"},
        {"alice", "n_antennas", 0.0, "n_antennas is 0"},
        {"alice", "carrier_hz", -1.0, "carrier_hz is -1"},
        {"alice", "noise_variance", (double)INFINITY, "noise_variance"},
        {"alice", "origin", 1.0, "origin"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        hid_t file = -1;
        phw_trace t = {0};
        const char *path = spoilt(&file);
        H5Adelete_by_name(file, rows[i].object, rows[i].attribute, H5P_DEFAULT);
        if (!isnan(rows[i].value)) {
            const hid_t space = H5Screate(H5S_SCALAR);
            const hid_t a = H5Acreate_by_name(file, rows[i].object, rows[i].attribute,
                                              H5T_NATIVE_DOUBLE, space, H5P_DEFAULT,
                                              H5P_DEFAULT, H5P_DEFAULT);
            H5Awrite(a, H5T_NATIVE_DOUBLE, &rows[i].value);
            H5Aclose(a);
        }
        H5Fclose(file);
        EXPECT_FAILURE(phw_trace_read(&t, path, NULL), PHW_EINPUT, "spoilt.h5",
                       rows[i].word);
    }
}

Test(trace_file, values_are_checked_as_they_are_read)
{
    const double times[3] = {0.0, 2.0, 1.0};
    const double not_finite[2] = {0.0, (double)NAN};
    const hsize_t three[1] = {3};
    const hsize_t two[1] = {2};
    hid_t file = -1;
    phw_trace t = {0};
    const char *path = spoilt(&file);
    replace_array(file, "alice/time_s", H5T_NATIVE_DOUBLE, 1, three, times);
    H5Fclose(file);
    EXPECT_FAILURE(phw_trace_read(&t, path, NULL), PHW_EINPUT, "alice", "probe 2");
    path = spoilt(&file);
    replace_array(file, "alice/coefficient", H5T_NATIVE_DOUBLE, 1, two, not_finite);
    H5Fclose(file);
    EXPECT_FAILURE(phw_trace_read(&t, path, NULL), PHW_EINPUT, "coefficient[1]");
}

/* Runs a python program with the path of a fresh trace file (skips without h5py). */
static void run_python(const char *program)
{
    static const char *const pythons[] = {"python3", "/usr/bin/python3"};
    phw_trace t = make(PHW_TRACE_CFR, 3, 2, "alice");
    cr_assert_eq(write_one(scratch_path("py.h5"), &t), PHW_OK);
    phw_trace_free(&t);
    const char *script = scratch_text("check.py", program);
    for (size_t i = 0; i < 2; ++i) {
        char command[1200];
        snprintf(command, sizeof command, "%s -c 'import h5py' 2>/dev/null",
                 pythons[i]);
        if (system(command) != 0)
            continue;
        snprintf(command, sizeof command, "%s %s %s", pythons[i], script,
                 scratch_path("py.h5"));
        cr_expect_eq(system(command), 0);
        return;
    }
    cr_skip_test("no python3 with h5py is installed");
}

Test(trace_file, h5py_reads_it_as_it_is)
{
    run_python(
        "import sys, h5py, numpy\n"
        "f = h5py.File(sys.argv[1], 'r')\n"
        "assert f.attrs['format'] == b'phyward-trace' and f.attrs['version'] == 1\n"
        "g = f['alice']\n"
        "H = g['H'][:]\n"
        "assert H.dtype == numpy.complex64 and H.shape == (3, 2), H\n"
        "assert (H.ravel() == numpy.arange(6) * (1 - 0.5j)).all(), H\n"
        "assert list(g['time_s']) == [0, 0.125, 0.25]\n"
        "assert list(g['sequence']) == [-4, -1, 2]\n"
        "assert g['coefficient'].attrs['unit'] == b'Hz'\n"
        "assert g.attrs['kind'] == b'cfr' and g.attrs['carrier_hz'] == 2.412e9\n");
}

Test(trace_file, what_h5py_writes_is_read)
{
    run_python("import sys, h5py, numpy\n"
               "f = h5py.File(sys.argv[1] + 'w', 'w')\n"
               "f.attrs['format'] = 'phyward-trace'\n"
               "f.attrs['version'] = 1\n"
               "g = f.create_group('eve')\n"
               "g.attrs['kind'] = 'cir'\n"
               "g.attrs['has_time'] = True\n"
               "g['H'] = numpy.arange(2000) * (1 + 2j)\n"
               "g['time_s'] = numpy.arange(2000, dtype='f4')\n"
               "g['sequence'] = numpy.arange(2000, dtype='>i2')\n"
               "g['coefficient'] = numpy.array([0.0])\n");
    char path[600];
    phw_trace t = {0};
    snprintf(path, sizeof path, "%sw", scratch_path("py.h5"));
    cr_assert_eq(phw_trace_read(&t, path, NULL), PHW_OK, "%s", phw_error_message());
    cr_expect(t.n_probes == 2000 && t.n_coefficients == 1 && t.has_time);
    cr_expect(t.cplx[1999] == 1999.0F + I * 3998.0F);
    cr_expect(t.sequence[1999] == 1999 && t.time_s[1999] == 1999.0);
    cr_expect_str_eq(t.party, "eve");
    phw_trace_free(&t);
}

Test(trace_file, h5dump_reads_it)
{
    char command[1200];
    if (system("h5dump --version >/dev/null 2>&1") != 0)
        cr_skip_test("h5dump is not installed");
    phw_trace t = make(PHW_TRACE_POWER_DB, 3, 1, "alice");
    cr_assert_eq(write_one(scratch_path("d.h5"), &t), PHW_OK);
    phw_trace_free(&t);
    snprintf(command, sizeof command, "h5dump -d /alice/H %s | grep -q -- -40.25",
             scratch_path("d.h5"));
    cr_expect_eq(system(command), 0);
}
