using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using Xunit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace EdgePos.Tests.House;

/// <summary>Who may know whom.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, System.Reflection.Assembly> Projects = new()
    {
        ["Store"] = typeof(EdgePos.Store.Money).Assembly,
        ["Protos"] = typeof(EdgePos.V1.Basket).Assembly,
        ["Ledger"] = typeof(EdgePos.Ledger.LedgerWriter).Assembly,
        ["Devices"] = System.Reflection.Assembly.Load("EdgePos.Devices"),
        ["Relay"] = System.Reflection.Assembly.Load("EdgePos.Relay"),
        ["HeadOffice"] = System.Reflection.Assembly.Load("edgepos-headoffice"),
        ["Register"] = System.Reflection.Assembly.Load("edgepos-register"),
        ["Provisioning"] = System.Reflection.Assembly.Load("edgeposctl"),
        ["Gateway"] = System.Reflection.Assembly.Load("edgepos-gateway"),
    };

    // The gateway wires everything; it may host head office in a shop that has no other.
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Store"] = [],
        ["Protos"] = [],
        ["Ledger"] = ["Store", "Protos"],
        ["Devices"] = ["Store"],
        ["Relay"] = ["Ledger", "Protos", "Store"],
        ["HeadOffice"] = ["Protos", "Store"],
        ["Register"] = ["Protos"],
        ["Provisioning"] = ["Ledger", "Devices", "Protos", "Store"],
        ["Gateway"] = ["Store", "Protos", "Ledger", "Devices", "Relay", "HeadOffice"],
    };

    private static readonly Architecture House = new ArchLoader().LoadAssemblies([.. Projects.Values]).Build();

    public static TheoryData<string, string> Forbidden() => new(
        from who in Projects.Keys from whom in Projects.Keys where who != whom && !MayKnow[who].Contains(whom) select (who, whom));

    // EdgePos.Sqlite is source that is compiled into two projects: the same names, no arrow between them.
    [Theory, MemberData(nameof(Forbidden))]
    public void A_project_does_not_know(string who, string whom) =>
        Types().That().ResideInAssembly(Projects[who]).Should()
            .NotDependOnAny(Types().That().ResideInAssembly(Projects[whom]).And().DoNotResideInNamespace("EdgePos.Sqlite"))
            .WithoutRequiringPositiveResults().Check(House);

    [Fact]
    public void The_rules_of_the_store_know_no_disk_no_clock_no_network() =>
        Types().That().ResideInAssembly(Projects["Store"]).Should()
            .NotDependOnAny(typeof(TimeProvider), typeof(File), typeof(System.Net.Sockets.Socket), typeof(FileStream)).Check(House);
}
