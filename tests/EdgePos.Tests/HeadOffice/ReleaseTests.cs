using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>What head office releases, and to whom. Whether boxes take it is theirs: EndToEnd/SoftwareTests.</summary>
public sealed class ReleaseTests : IDisposable
{
    private readonly ReleaseShop _shop = new();
    private readonly HeadOfficeOptions _options;
    private readonly Books _books;

    public ReleaseTests()
    {
        _options = new HeadOfficeOptions { DataFolder = _shop.Folder.File("office"), Rings = { "canary S1 S7", "north S2 S7 S8" } };
        _books = Books.Open(_options, TimeProvider.System);
    }

    public void Dispose()
    {
        _books.Dispose();
        _shop.Dispose();
    }

    [Fact]
    public void A_version_goes_to_the_stores_of_a_ring_and_costs_nothing_where_it_is_already()
    {
        string package = _shop.Make("0.2.0");
        Assert.Contains("dry run", Release([package], "canary", dryRun: true), StringComparison.Ordinal);
        Assert.Null(Newest("S1"));
        Assert.Contains("0.2.0 is wanted in 2 stores", Release([package], "canary"), StringComparison.Ordinal);
        var first = Newest("S1")!;
        Assert.Equal(("0.2.0", true, false, 1L), (first.Label, first.Bulky, first.OnMeteredLines, first.Version));
        Assert.NotNull(Newest("S7"));
        Assert.Null(Newest("S2"));

        Release([package], "north");
        Assert.Equal(2, Newest("S7")!.Version);
        var packages = Newest("S7")!.Packages;
        Assert.True(packages.Single(one => one.FromVersion == 1).PackedSize < 1000, $"{packages}");
        Assert.True(packages.Single(one => one.FromVersion == 0).PackedSize > 100_000, $"{packages}");
        Release([package], "", stores: ["S9"]);
        Assert.Equal("0.2.0", Newest("S9")!.Label);
    }

    [Theory]
    [InlineData("no ring", "there is no ring south; there are canary, north, all")]
    [InlineData("all", "no store has sent anything yet")]
    [InlineData("two versions", "different versions: 0.2.0, 0.3.0")]
    [InlineData("twice", "two packages are for")]
    [InlineData("another package", "was made for another package")]
    [InlineData("no note", "there is no")]
    [InlineData("no release note", "has no signature")]
    public void What_does_not_belong_together_is_not_published(string what, string why)
    {
        string package = _shop.Make("0.2.0");
        if (what == "another package")
            File.AppendAllText(package, "x");
        else if (what == "no note")
            File.Delete(package + ".sig");
        else if (what == "no release note")
            File.WriteAllText(package + ".sig", "Package: edgepos\n");
        string[] packages = what switch
        {
            "two versions" => [package, _shop.Make("0.3.0", note => note with { Architecture = "other" })],
            "twice" => [package, _shop.Make("0.2.0", name: "again.deb")],
            _ => [package],
        };
        var fault = Assert.Throws<VerbFault>(() => Release(packages, what == "no ring" ? "south" : what == "all" ? "all" : "canary"));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.Equal(65, fault.ExitCode);
        Assert.Null(Newest("S1"));
    }

    private string Release(string[] packages, string ring, bool dryRun = false, string[]? stores = null)
    {
        var said = new StringWriter();
        var order = new ReleaseOrder(packages, stores ?? [], new ReleaseTerms(ring, 0, 0, OnMetered: false, Again: false), null, dryRun);
        Assert.Equal(0, new ReleaseRun(order, _books, _options, said, TimeProvider.System).Run());
        return said.ToString();
    }

    private Manifest? Newest(string store) =>
        new DatasetBooks(_books.Store).Last(_options.Tenant, store, "software-" + ReleaseRules.Architecture, 1) is [var version]
            ? Manifest.Parser.ParseFrom(SignedManifest.Parser.ParseFrom(version.Manifest).Manifest) : null;
}
