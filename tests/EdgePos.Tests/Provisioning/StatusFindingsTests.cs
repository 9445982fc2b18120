using EdgePos.Provisioning;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Xunit;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace EdgePos.Tests.Provisioning;

/// <summary>What a box's answers mean, where they are of a kind that takes weeks or a broken box to come about.</summary>
public sealed class StatusFindingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_box_that_answers_and_makes_no_progress_cannot_sell()
    {
        var late = new RpcException(new Status(StatusCode.DeadlineExceeded, ""));
        var picture = Picture(new BoxStatus()) with
        {
            Health = new(new HealthCheckResponse { Status = ServingStatus.NotServing }, null),
            Status = new(null, late),
        };
        var found = Assert.Single(StatusFindings.Of(picture, Now));
        Assert.Equal(("sells", FindingState.Bad), (found.Name, found.State));
        Assert.Contains("systemctl restart edgepos", found.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LinkState.Up, 0, "well", "connected; nothing waits")]
    [InlineData(LinkState.Up, 9, "well", "connected; 3 entries wait, the oldest since 2026-11-24 09:21 UTC (9 min)")]
    [InlineData(LinkState.Up, 11, "look", "connected, yet 3 entries wait")]
    [InlineData(LinkState.Waiting, 1, "look", "the broker answers, head office does not: silent; 3 entries wait")]
    [InlineData(LinkState.Down, 90, "look", "not connected: silent; 3 entries wait, the oldest since 2026-11-24 08:00 UTC (1 h 30 min)")]
    [InlineData(LinkState.Forked, 1, "bad", "stopped for good: silent")]
    [InlineData(LinkState.Off, 90, "well", "none is set up")]
    public void The_link_is_told_with_what_waits(LinkState link, int minutes, string state, string seen)
    {
        string reason = link == LinkState.Up ? "" : "silent.";
        var box = new BoxStatus { HeadOffice = link, HeadOfficeReason = reason, JournalSeq = 10, ConfirmedSeq = 10 };
        if (minutes > 0)
            (box.ConfirmedSeq, box.WaitingSinceUs) = (7, Now.AddMinutes(-minutes).ToUs());
        Sees(Picture(box), "head_office", state, seen);
    }

    [Theory]
    [InlineData(false, 0, "", "look", "no backup is set up, and no head office")]
    [InlineData(true, 0, "", "well", "there is no backup yet; the first is made soon")]
    [InlineData(true, 0, "the stick is gone", "bad", "there is no backup yet; none since, tried 2026-11-24 09:30 UTC: the stick is gone")]
    [InlineData(true, 10, "", "well", "x.backup of 2026-11-23 23:30 UTC (10 h 0 min ago), 5 MB")]
    [InlineData(true, 10, "it is full", "look", "5 MB; none since, tried 2026-11-24 09:30 UTC: it is full")]
    [InlineData(true, 40, "", "look", "(1 d 16 h ago)")]
    [InlineData(true, 200, "it is full", "bad", "(8 d 8 h ago)")]
    public void A_backup_is_told_with_its_age_or_why_there_is_none(bool isSetUp, int hours, string trouble, string state, string seen)
    {
        var backup = new BackupStatus { IsSetUp = isSetUp, Trouble = trouble, LastTryUs = Now.ToUs() };
        if (hours > 0)
            (backup.LastGoodUs, backup.LastGoodFile, backup.LastGoodBytes) = (Now.AddHours(-hours).ToUs(), "x.backup", 5_000_000);
        var box = new BoxStatus { HeadOffice = LinkState.Off, ServerCertificateUntilUs = 1, Backup = backup };
        Sees(Picture(box), "backup", state, seen);
        box.HeadOffice = LinkState.Up;
        if (!isSetUp) // what was sold is at head office too
            Sees(Picture(box), "backup", "well", "no backup is set up");
    }

    [Theory]
    [InlineData(15, true, "well", "")]
    [InlineData(13, true, "look", "makes a new one")]
    [InlineData(13, false, "look", "have new certificates made")]
    [InlineData(-1, false, "bad", "have new certificates made")]
    public void Certificates_that_end_soon_need_whoever_makes_them(int days, bool own, string state, string advice)
    {
        var until = Now.AddDays(days).AddHours(1);
        var box = new BoxStatus
        {
            ServerCertificateUntilUs = until.ToUs(),
            RootCertificateUntilUs = Now.AddYears(1).ToUs(),
            HasOwnAuthority = own,
        };
        var found = Sees(Picture(box), "certificates", state, $"server until {Shown.Day(until)}, root until 2027-11-24");
        Assert.Contains(advice, found.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_register_whose_certificate_ended_is_named_and_one_that_was_shut_out_is_not()
    {
        var registers = new ListRegistersResponse
        {
            Registers =
            {
                new PairedRegisterRow { Register = 1, Name = "door", ValidUntilUs = Now.AddDays(20).ToUs(), Connections = 2 },
                new PairedRegisterRow { Register = 2, Name = "attic", ValidUntilUs = Now.AddDays(-2).ToUs() },
                new PairedRegisterRow { Register = 3, Name = "lost", ValidUntilUs = Now.AddDays(-9).ToUs(), RevokedAtUs = 5 },
            },
        };
        var picture = Picture(new BoxStatus { StrangersRefused = 1 }) with { Registers = new(registers, null) };
        var found = Sees(picture, "registers", "look",
            "2 paired, 1 connected; the certificate has ended of 2 (attic, on 2026-11-22); 1 stranger refused");
        Assert.Contains("registers pair NAME --number 2", found.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeviceState.Online, "", "well", "escpos at tty")]
    [InlineData(DeviceState.Online, "little paper", "look", "escpos at tty: little paper")]
    [InlineData(DeviceState.Unknown, "", "could_not_look", "not looked at yet")]
    [InlineData(DeviceState.Error, "", "bad", "escpos at tty: error, no paper")]
    public void A_device_is_as_its_driver_says(DeviceState state, string warning, string expected, string seen)
    {
        var health = new DeviceHealth { State = state, Warning = warning, Reason = state == DeviceState.Error ? "no paper" : "" };
        var device = new Device { Name = "p1", Protocol = "escpos", Link = "tty", Health = health };
        var devices = new ListDevicesResponse { Devices = { device } };
        Sees(Picture(new BoxStatus()) with { Devices = new(devices, null) }, "device_p1", expected, seen);
    }

    [Theory]
    [InlineData(DiskState.Low, "look")]
    [InlineData(DiskState.Reserve, "bad")]
    public void A_disk_that_gets_full_says_what_may_go(DiskState disk, string state)
    {
        var found = Sees(Picture(new BoxStatus { Disk = disk, DiskFreeBytes = 12_000_000 }), "disk", state, "12 MB free");
        Assert.Contains("never a file of the data folder", found.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_that_nothing_vouches_for_and_a_price_book_in_trouble_need_a_person()
    {
        var prices = new ListVersionsResponse
        {
            Trouble = "import the prices again",
            Versions = { new PriceBookVersion { Version = "0123456789abcdef", Items = 2, Currency = "EUR", Current = true } },
        };
        var picture = Picture(new BoxStatus()) with { Prices = new(prices, null) };
        Sees(picture, "clock", "look", "nothing vouches for it");
        Assert.Equal("import the prices again", Sees(picture, "price_book", "look", "0123456789abcdef, 2 items in EUR").Advice);
    }

    private static BoxPicture Picture(BoxStatus status) => new(
        new(new HealthCheckResponse { Status = ServingStatus.Serving }, null), new(status, null), new(new ListDevicesResponse(), null),
        new(new ListVersionsResponse(), null), new(new ListPaymentsResponse(), null), new(new ListRegistersResponse(), null));

    private static Finding Sees(BoxPicture picture, string name, string state, string seen)
    {
        var found = StatusFindings.Of(picture, Now).Single(one => one.Name == name);
        string expected = state.Replace("_", "", StringComparison.Ordinal);
        Assert.True(found.State.ToString().Equals(expected, StringComparison.OrdinalIgnoreCase), $"{found}");
        Assert.Contains(seen, found.Seen, StringComparison.Ordinal);
        return found;
    }
}
