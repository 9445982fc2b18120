using EdgePos.HeadOffice.V1;
using EdgePos.Store;

namespace EdgePos.HeadOffice;

/// <summary>What is to be released, and where.</summary>
/// <param name="Packages">Files X.deb with X.deb.sig beside each, one for each kind of machine.</param>
/// <param name="Stores">Codes of stores in place of a ring; empty: those of the ring.</param>
/// <param name="Terms">When and where it may be installed.</param>
/// <param name="ValidFrom">It is wanted from then on; null: as soon as it is there.</param>
/// <param name="DryRun">True: only says what would be done.</param>
internal sealed record ReleaseOrder(
    IReadOnlyList<string> Packages, IReadOnlyList<string> Stores, ReleaseTerms Terms, DateTimeOffset? ValidFrom, bool DryRun);

/// <summary>Publishes a version of the boxes' own programs to the stores of a ring.</summary>
internal sealed class ReleaseRun(ReleaseOrder order, Books books, HeadOfficeOptions options, TextWriter output, TimeProvider time)
{
    /// <summary>Runs it. Gives an exit code.</summary>
    /// <exception cref="IOException">The books or a file cannot be used.</exception>
    /// <exception cref="VerbFault">A file is not what it must be, or there is no such ring; nothing was published.</exception>
    public int Run()
    {
        try
        {
            return Publish();
        }
        catch (InvalidDataException wrong)
        {
            throw new VerbFault(ExitCodes.DamagedData, $"{wrong.Message}; nothing was published");
        }
    }

    private int Publish()
    {
        var releases = order.Packages.Select(file => ReleaseContent.Read(file, order.Terms, order.ValidFrom?.ToUs() ?? 0)).ToList();
        RequireOneVersion([.. releases.Select(release => release.Note)]);
        var datasets = new DatasetBooks(books.Store);
        var stores = order.Stores.Count > 0 ? order.Stores
            : Rings.StoresOf(order.Terms.Ring, options.Rings, datasets.Stores(options.Tenant));
        using var key = SigningKey.OpenOrMake(options.DataFolder);
        var making = new DatasetMaking(datasets, key, time);
        foreach (string store in stores)
        {
            foreach (var (note, what) in releases)
            {
                var done = making.Publish(options.Tenant, store, what, order.DryRun);
                output.WriteLine($"{store,-16} {note.Version} for {note.Architecture}, {done.PackedBytes / 1_000_000.0:0.0} MB"
                    + (done.DeltaBytes > 0 ? $", {done.DeltaBytes / 1000} kB for a box that has the version before" : ""));
            }
        }

        output.WriteLine(order.DryRun ? $"Nothing was published: this was a dry run for {stores.Count} stores."
            : $"{releases[0].Note.Version} is wanted in {stores.Count} stores. Each box installs it when nobody is served; "
                + "edgepos-headoffice fleet tells which have not got there, and why.");
        return ExitCodes.Ok;
    }

    private static void RequireOneVersion(IReadOnlyList<ReleaseNote> notes)
    {
        if (notes.Select(note => note.Version).Distinct().Skip(1).Any())
            throw new InvalidDataException($"these are different versions: {string.Join(", ", notes.Select(note => note.Version))}");
        if (notes.GroupBy(note => note.Architecture).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
            throw new InvalidDataException($"two packages are for {twice.Key}");
    }
}
