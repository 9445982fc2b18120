using EdgePos.Ledger;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>What a restore puts in the place of a box's files: all of it or nothing, wherever the power is cut.</summary>
public sealed class RestoreSwitchTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_lay_there_is_kept_and_what_is_not_in_the_backup_stays()
    {
        LayOld(_folder.Path);
        Stage(_folder.Path);
        string? aside = RestoreSwitch.Commit(_folder.Path, Now);
        Assert.Equal("before-restore-20261130T120000Z", Path.GetFileName(aside));
        AssertRestored(_folder.Path);
        Assert.Equal("old log", File.ReadAllText(Path.Combine(aside!, "ledger.db-wal")));
        Assert.Equal("old", File.ReadAllText(Path.Combine(aside!, "catalogue", "current")));
    }

    [Fact]
    public void On_a_blank_machine_nothing_is_set_aside()
    {
        Stage(_folder.Path);
        Assert.Null(RestoreSwitch.Commit(_folder.Path, Now));
        Assert.Equal(["catalogue", "ledger.db", "ledger.epoch"], Names(_folder.Path));
    }

    [Fact]
    public void What_was_being_restored_and_was_not_decided_is_dropped()
    {
        LayOld(_folder.Path);
        Stage(_folder.Path);
        RestoreSwitch.Finish(_folder.Path);
        Assert.Equal("old", File.ReadAllText(_folder.File("ledger.db")));
        Assert.DoesNotContain(Names(_folder.Path), name => name.StartsWith("restor", StringComparison.Ordinal));
    }

    // After the rename that decides, each move may have happened or not, in their order.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Cut_off_after_any_move_the_next_start_finishes_it(int moves)
    {
        LayOld(_folder.Path);
        string staging = Stage(_folder.Path), whole = _folder.File("restored-20261130T120000Z");
        Directory.Move(staging, whole);
        string aside = Directory.CreateDirectory(_folder.File("before-restore-20261130T120000Z")).FullName;
        string[] old = ["ledger.db", "ledger.db-wal", "catalogue"], anew = ["ledger.db", "ledger.epoch", "catalogue"];
        string placing = _folder.File("restored-placing-20261130T120000Z");
        for (int i = 0; i < moves; i++)
        {
            if (i < old.Length)
                Directory.Move(_folder.File(old[i]), Path.Combine(aside, old[i]));
            if (i == old.Length)
                Directory.Move(whole, placing);
            if (i >= old.Length)
                Directory.Move(Path.Combine(placing, anew[i - old.Length]), _folder.File(anew[i - old.Length]));
        }

        RestoreSwitch.Finish(_folder.Path);
        AssertRestored(_folder.Path);
        RestoreSwitch.Finish(_folder.Path); // and again: nothing is left to do
        AssertRestored(_folder.Path);
    }

    private static void LayOld(string folder)
    {
        foreach (string name in new[] { "ledger.db", "box.key", "staff.pins" })
            File.WriteAllText(Path.Combine(folder, name), "old");
        File.WriteAllText(Path.Combine(folder, "ledger.db-wal"), "old log");
        Directory.CreateDirectory(Path.Combine(folder, "catalogue"));
        File.WriteAllText(Path.Combine(folder, "catalogue", "current"), "old");
    }

    private static string Stage(string folder)
    {
        string staging = RestoreSwitch.Begin(folder);
        foreach (string name in new[] { "ledger.db", "ledger.epoch" })
            File.WriteAllText(Path.Combine(staging, name), "new");
        Directory.CreateDirectory(Path.Combine(staging, "catalogue"));
        File.WriteAllText(Path.Combine(staging, "catalogue", "current"), "new");
        return staging;
    }

    private static void AssertRestored(string folder)
    {
        Assert.Equal(["before-restore-20261130T120000Z", "box.key", "catalogue", "ledger.db", "ledger.epoch", "staff.pins"], Names(folder));
        Assert.Equal("new", File.ReadAllText(Path.Combine(folder, "ledger.db")));
        Assert.Equal("new", File.ReadAllText(Path.Combine(folder, "catalogue", "current")));
        Assert.Equal("old", File.ReadAllText(Path.Combine(folder, "staff.pins")));
    }

    private static string[] Names(string folder) =>
        [.. Directory.GetFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
}
