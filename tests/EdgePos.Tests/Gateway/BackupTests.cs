using EdgePos.Gateway;
using EdgePos.Ledger;
using Microsoft.Extensions.Logging.Testing;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>Backups on a stick, of a box that sells: when they are made, how many are kept, and what is said where there is none.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly BackupBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_backup_says_what_is_in_it_and_leaves_nothing_in_plain_behind()
    {
        string file = await _bench.BackupAsync(sales: 20);
        var head = new LedgerReader(_bench.Folder.LedgerFile).Head();
        var header = BackupHeader.Read(file);
        Assert.Equal((Sales.Box, head.Seq, _bench.Key.Fingerprint), (header.Box, header.Head.Seq, header.KeyFingerprint));
        Assert.Equal(head.Hash, header.Head.Hash);
        Assert.Equal(["edgepos-demo-S1-box1-20261130T090000Z.backup"], _bench.OnStick());
        Assert.False(Directory.Exists(_bench.Folder.BackingUpFolder));
        var notes = BackupNotes.Read(_bench.Folder.BackupNotesFile);
        Assert.Equal((header.FileName, new FileInfo(file).Length, ""), (notes.File, notes.Bytes, notes.Trouble));
    }

    [Fact]
    public async Task So_many_are_kept_and_other_files_on_the_stick_are_nobodys_business()
    {
        string[] others =
        [
            "edgepos-demo-S1-box2-20200101T000000Z.backup", "edgepos-demo-S1-box1-20200101T000000Z.backup", "holiday.jpg",
        ];
        foreach (string name in others)
            File.WriteAllText(Path.Combine(_bench.Stick, name), "no backup");
        File.WriteAllText(Path.Combine(_bench.Stick, "edgepos-demo-S1-box1-20261101T000000Z.backup.new"), "cut off");
        await _bench.SellAsync(1, 3);
        var desk = _bench.Desk();
        for (int i = 0; i < 5; i++)
        {
            await desk.MakeAsync(BackupOrder.AsSet, _ => { }, CancellationToken.None);
            _bench.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal([.. others.Concat(new[] { 2, 3, 4 }.Select(day => $"edgepos-demo-S1-box1-202612{day:00}T090000Z.backup"))
            .Order(StringComparer.Ordinal)], _bench.OnStick());
    }

    [Fact]
    public async Task A_mount_point_without_its_stick_is_the_boxs_own_disk_and_is_not_filled()
    {
        await _bench.SellAsync(1, 1);
        Directory.CreateDirectory(_bench.Options.Folder = Path.Combine(_bench.SettingsFolder, "mnt"));
        await FailsAsync("lies on the box's own disk");
        Assert.Empty(Directory.GetFiles(_bench.Options.Folder));
        _bench.Options.OwnDisk = true;
        await _bench.Desk().MakeAsync(BackupOrder.AsSet, _ => { }, CancellationToken.None);
        Assert.Single(Directory.GetFiles(_bench.Options.Folder));
    }

    [Fact]
    public async Task A_stick_that_is_gone_and_a_key_that_is_none_are_told_and_the_last_good_one_is_known_still()
    {
        string good = Path.GetFileName(await _bench.BackupAsync());
        string stick = _bench.Options.Folder;
        _bench.Options.Folder = Path.Combine(stick, "gone");
        await FailsAsync("is not there: plug the stick in", good);
        (_bench.Options.Folder, _bench.Options.KeyFile) = (stick, _bench.PrivateFile);
        await FailsAsync("must not lie on the box", good);
        _bench.Options.KeyFile = _bench.PublicFile + ".gone";
        await FailsAsync("the public key cannot be read", good);
        Assert.Equal([good], _bench.OnStick());
    }

    [Theory]
    [InlineData("size=40k", "is full")]
    [InlineData("size=4m,ro", "is read-only")]
    public async Task A_stick_that_is_full_or_read_only_is_told_and_nothing_is_left_on_it(string mounted, string sentence)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a small disk can only be mounted by root");
        await _bench.SellAsync(1, 200);
        string mount = Directory.CreateDirectory(Path.Combine(_bench.SettingsFolder, "stick")).FullName;
        var run = await ProgramRun.ToEndAsync("mount", "", "-t", "tmpfs", "-o", mounted, "tmpfs", mount);
        Assert.SkipUnless(run.ExitCode == 0, "this machine mounts nothing");
        try
        {
            _bench.Options.Folder = mount;
            await FailsAsync(sentence);
            Assert.Empty(Directory.GetFiles(mount));
        }
        finally
        {
            await ProgramRun.ToEndAsync("umount", "", mount);
        }
    }

    [Fact]
    public async Task An_unsound_ledger_gives_no_backup_and_old_ones_stay()
    {
        string good = Path.GetFileName(await _bench.BackupAsync());
        var before = _bench.OnStick();
        using (var forger = new Forger(_bench.Folder.LedgerFile))
            forger.ChangeTotal(6, 1);
        await FailsAsync("the ledger is not sound", good);
        Assert.Equal(before, _bench.OnStick());
    }

    [Fact]
    public async Task One_at_a_time_and_one_that_is_called_off_is_none()
    {
        await _bench.SellAsync(1, 50);
        var desk = _bench.Desk();
        using var stop = new CancellationTokenSource();
        var second = new TaskCompletionSource<Task>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => desk.MakeAsync(BackupOrder.AsSet, _ =>
        {
            second.TrySetResult(desk.MakeAsync(BackupOrder.AsSet, _ => { }, CancellationToken.None));
            stop.Cancel();
        }, stop.Token));
        var fault = await Assert.ThrowsAsync<BackupFault>(async () => await await second.Task);
        Assert.Contains("another backup is being made", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.OnStick());
        Assert.False(Directory.Exists(_bench.Folder.BackingUpFolder));
        Assert.False(desk.IsUnderway);
    }

    [Fact]
    public async Task Where_none_is_set_up_none_is_made()
    {
        await _bench.SellAsync(1, 1);
        _bench.Options.Folder = "";
        var fault = await Assert.ThrowsAsync<BackupFault>(
            () => _bench.Desk().MakeAsync(BackupOrder.AsSet, _ => { }, CancellationToken.None));
        Assert.Contains("no backup is set up", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_crash_left_in_plain_goes_with_the_start_and_one_that_was_missed_is_made_soon_after()
    {
        await _bench.SellAsync(1, 5);
        Directory.CreateDirectory(_bench.Folder.BackingUpFolder);
        File.WriteAllText(Path.Combine(_bench.Folder.BackingUpFolder, "ledger.db"), "in plain");
        var desk = _bench.Desk();
        using var loop = _bench.Loop(desk);
        await loop.StartAsync(CancellationToken.None);
        Assert.False(Directory.Exists(_bench.Folder.BackingUpFolder));
        Assert.Empty(_bench.OnStick());
        await UntilAsync(() => desk.Next == Bench(2, 30).AddDays(1)); // 03:30 by the store's clock
        Assert.InRange(DateTimeOffset.UnixEpoch.AddMicroseconds(desk.Notes.TriedUs), Bench(9, 3), Bench(9, 9));
        Assert.Single(_bench.OnStick());
        await loop.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task One_that_failed_is_tried_again_with_longer_and_longer_waits_until_the_stick_is_back()
    {
        await _bench.SellAsync(1, 5);
        string stick = _bench.Options.Folder;
        _bench.Options.Folder = Path.Combine(stick, "gone");
        var desk = _bench.Desk();
        var log = new FakeLogger<BackupLoop>();
        using var loop = _bench.Loop(desk, log);
        await loop.StartAsync(CancellationToken.None);
        await UntilAsync(() => log.Collector.Count >= 3);
        var tries = log.Collector.GetSnapshot().Take(3).ToList();
        Assert.All(tries, one => Assert.Contains("plug the stick in", one.Message, StringComparison.Ordinal));
        Assert.Contains("plug the stick in", desk.Notes.Trouble, StringComparison.Ordinal);
        _bench.Options.Folder = stick;
        await UntilAsync(() => desk.Notes is { GoodUs: > 0, Trouble: "" });
        await loop.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData("2026-11-30T01:00Z", "2026-11-29T02:40Z", "2026-11-30T02:30Z")] // tonight's is to come
    [InlineData("2026-11-30T02:41Z", "2026-11-30T02:40Z", "2026-12-01T02:30Z")] // it was just made
    [InlineData("2026-11-30T15:00Z", "2026-11-30T14:59Z", "2026-12-01T02:30Z")] // one by hand is that day's
    [InlineData("2026-03-28T12:00Z", "2026-03-28T02:31Z", "2026-03-29T01:30Z")] // the night of the summer: 03:30 is 01:30 UTC
    [InlineData("2026-10-24T12:00Z", "2026-10-24T01:31Z", "2026-10-25T02:30Z")] // and of the winter
    public void It_is_due_each_day_by_the_clock_on_the_stores_wall(string now, string last, string due) =>
        Assert.Equal(At(due), Schedule("03:30", 0).Next(At(now), At(last), new Random(1)));

    [Theory]
    [InlineData("2026-11-30T09:00Z", "2026-11-29T02:29Z")]
    [InlineData("2026-11-30T09:00Z", null)]
    public void One_that_was_missed_is_due_minutes_after_the_start(string now, string? last) => Assert.InRange(
        Schedule("03:30", 0).Next(At(now), last is null ? null : At(last), new Random(1)), At(now).AddMinutes(3), At(now).AddMinutes(6));

    [Fact]
    public void It_is_spread_so_that_a_chains_boxes_do_not_all_begin_at_once()
    {
        var dues = Enumerable.Range(1, 50).Select(seed => Schedule("03:30", 20)
            .Next(At("2026-11-30T01:00Z"), At("2026-11-29T03:00Z"), new Random(seed))).ToList();
        Assert.All(dues, due => Assert.InRange(due, At("2026-11-30T02:30Z"), At("2026-11-30T02:50Z")));
        Assert.InRange(dues.Select(due => due.Minute).Distinct().Count(), 10, 20);
    }

    [Fact]
    public void A_time_that_the_spring_leaves_out_comes_an_hour_later() => Assert.Equal(
        At("2026-03-29T01:30Z"), Schedule("02:30", 0).Next(At("2026-03-28T20:00Z"), At("2026-03-28T02:00Z"), new Random(1)));

    private async Task FailsAsync(string sentence, string good = "")
    {
        var desk = _bench.Desk();
        var fault = await Assert.ThrowsAsync<BackupFault>(() => desk.MakeAsync(BackupOrder.AsSet, _ => { }, CancellationToken.None));
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
        Assert.Equal((fault.Message, good), (desk.Notes.Trouble, desk.Notes.File));
        Assert.Equal(desk.Notes, BackupNotes.Read(_bench.Folder.BackupNotesFile));
        Assert.False(Directory.Exists(_bench.Folder.BackingUpFolder));
    }

    // A minute of the box's clock after the other, each once the loop has come to rest.
    private async Task UntilAsync(Func<bool> so)
    {
        for (int i = 0; !so(); i++)
        {
            Assert.True(i < 3_000, "waited in vain");
            _bench.Clock.Advance(TimeSpan.FromSeconds(6));
            await Task.Delay(2);
        }
    }

    private static DateTimeOffset Bench(int hour, int minute) => new(2026, 11, 30, hour, minute, 0, TimeSpan.Zero);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static BackupSchedule Schedule(string at, int spreadMinutes) => new(TimeOnly.Parse(at,
        System.Globalization.CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam"),
        TimeSpan.FromMinutes(spreadMinutes));
}
