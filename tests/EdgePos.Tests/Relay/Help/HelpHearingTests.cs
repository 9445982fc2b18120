using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Relay;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Relay;

/// <summary>Each use of remote help is in a real journal before it is done, and refused ones do not fill it.</summary>
public sealed class HelpHearingTests : IDisposable
{
    private const string Reply = "edgepos/v1/demo/S1/box1/help/r";

    private readonly TempFolder _folder = new(inMemory: true);
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly X509Certificate2 _root = Certificates.Root("help"), _manager;
    private readonly LedgerWriter _writer;
    private readonly LedgerReader _reader;
    private readonly Actions _actions = new();
    private readonly HelpHearing _hearing;
    private byte[] _nonce = RandomNumberGenerator.GetBytes(16);

    public HelpHearingTests()
    {
        _manager = Certificates.Operator(_root, "max", ["help-manager"]);
        _writer = Sales.Open(_folder.File("ledger.db"));
        _reader = new LedgerReader(_folder.File("ledger.db"));
        _hearing = new HelpHearing(Sales.Box, new HelpTrust([_root], new HashSet<string>()), _actions,
            given => _writer.NoteAsync(given, register: 0), () => true,
            () => RandomNumberGenerator.GetBytes(16), _clock, NullLogger<HelpHearing>.Instance);
        _actions.Doing = () => _actions.InJournal = Journal().Count;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _root.Dispose();
        _manager.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_is_done_is_in_the_journal_before_with_who_and_what()
    {
        var heard = await AskAsync(new() { TestDevice = new() { Device = "printer\n" } });
        Assert.True(heard.Done);
        Assert.Equal(1, _actions.InJournal);
        var given = Assert.Single(Journal());
        Assert.Equal(("max", "help-manager", "test-device printer?", "", 0L),
            (given.Operator, given.Role, given.Command, given.Refused, given.Unwritten));
        Assert.Equal((heard.Request!.Id, _manager.SerialNumber.ToLowerInvariant()), (given.RequestId, given.CertificateSerial));
        Sales.AssertSound(_folder.File("ledger.db"));
    }

    [Fact]
    public async Task A_request_that_was_heard_is_refused_when_it_comes_again_also_where_its_command_was_refused()
    {
        var message = Asked(new() { Restart = new() });
        Assert.True((await HearAsync(message)).Done);
        Assert.Equal(HelpRefusal.UsedBefore, (await HearAsync(message)).Result!.Refused.Code);
        _actions.Hinders = new(HelpRefusal.PaymentRunning, "wait");
        var held = Asked(new() { Restart = new() });
        Assert.Equal(HelpRefusal.PaymentRunning, (await HearAsync(held)).Result!.Refused.Code);
        _actions.Hinders = null;
        Assert.Equal(HelpRefusal.UsedBefore, (await HearAsync(held)).Result!.Refused.Code);
        Assert.Equal(1, _actions.Done);
        Assert.Equal(["", "USED_BEFORE", "PAYMENT_RUNNING", "USED_BEFORE"], Journal().Select(given => given.Refused));
    }

    [Fact]
    public async Task Refused_ones_are_written_and_answered_a_few_times_and_then_counted()
    {
        for (int i = 0; i < 3000; i++)
            await HearAsync(new HelpAsked([1, 2, 3], Reply, []));
        Assert.InRange(Journal().Count, 1, 20);
        Assert.True((await AskAsync(new() { Status = new() })).Done); // and who may ask is heard meanwhile
        Assert.Equal(3000, Journal().Sum(given => given.Unwritten) + Journal().Count - 1);
        Assert.All(Journal().SkipLast(1), given => Assert.Equal("UNREADABLE", given.Refused));
        int before = Journal().Count;
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HelpRefusal.Unreadable, (await HearAsync(new HelpAsked([1], Reply, []))).Result!.Refused.Code);
        Assert.Equal(before + 1, Journal().Count);
    }

    [Fact]
    public async Task Somebody_who_asks_more_than_a_person_does_is_slowed_down()
    {
        var codes = new List<string>();
        for (int i = 0; i < 40; i++)
            codes.Add((await AskAsync(new() { Status = new() })).Result?.Refused?.Code ?? "");
        Assert.Contains(HelpRefusal.TooOften, codes);
        Assert.InRange(_actions.Done, 25, 35);
    }

    [Theory]
    [InlineData("")]
    [InlineData("edgepos/v1/demo/S1/box1/state")]
    [InlineData("edgepos/v1/demo/S1/box1/help/")]
    [InlineData("edgepos/v1/demo/S1/box1/help/a/b")]
    [InlineData("edgepos/v1/demo/S1/box1/help/+")]
    [InlineData("edgepos/v1/demo/S1/box1/help/#")]
    [InlineData("edgepos/v1/demo/S1/box2/help/a")]
    [InlineData("edgepos/v1/demo/headoffice/state")]
    public async Task What_wants_its_answer_elsewhere_is_not_done_and_not_answered(string topic)
    {
        var heard = await HearAsync(Asked(new() { Status = new() }) with { ResponseTopic = topic });
        Assert.Equal((false, null), (heard.Done, heard.Result));
        Assert.Equal(["NO_WAY_BACK"], Journal().Select(given => given.Refused));
    }

    [Fact]
    public async Task What_cannot_be_written_is_not_done()
    {
        var deaf = new HelpHearing(Sales.Box, new HelpTrust([_root], new HashSet<string>()), _actions,
            _ => throw new LedgerFault(FaultKind.DiskFull, "write", "ledger.db", "make room"), () => true,
            () => [], _clock, NullLogger<HelpHearing>.Instance);
        var heard = await deaf.HearAsync(Asked(new() { Status = new() }), _nonce, () => Task.CompletedTask, default);
        Assert.Equal((false, HelpRefusal.NotJournaled), (heard.Done, heard.Result!.Refused.Code));
        Assert.Equal(0, _actions.Done);
    }

    [Fact]
    public async Task What_breaks_or_hangs_while_it_is_done_is_told_and_the_next_one_is_heard()
    {
        _actions.Doing = () => throw new InvalidOperationException("the device is made of cheese");
        var broken = (await AskAsync(new() { Status = new() })).Result!.Refused;
        Assert.Equal((HelpRefusal.Failed, "the device is made of cheese"), (broken.Code, broken.Why));
        _actions.Doing = null;
        _actions.Hangs = true;
        var hanging = AskAsync(new() { Status = new() });
        while (!hanging.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Equal(HelpRefusal.Failed, (await hanging).Result!.Refused.Code);
        _actions.Hangs = false;
        Assert.NotNull((await AskAsync(new() { Status = new() })).Result!.Status);
    }

    private Task<HelpHeard> AskAsync(HelpRequest request) => HearAsync(Asked(request));

    private Task<HelpHeard> HearAsync(HelpAsked asked) => _hearing.HearAsync(asked, _nonce, () =>
    {
        _nonce = RandomNumberGenerator.GetBytes(16);
        return Task.CompletedTask;
    }, default);

    private HelpAsked Asked(HelpRequest request)
    {
        (request.Id, request.Nonce) = ($"{Guid.NewGuid()}", ByteString.CopyFrom(_nonce));
        (request.Tenant, request.Store, request.Box) = (Sales.Box.Tenant, Sales.Box.Store, Sales.Box.Box);
        request.MadeAtUs = (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        request.ValidUntilUs = request.MadeAtUs + 60_000_000;
        using var key = _manager.GetECDsaPrivateKey()!;
        return new HelpAsked(HelpSignature.Sign(request, _manager, key, []).ToByteArray(), Reply, [1]);
    }

    private List<RemoteHelpGiven> Journal() => [.. _reader.Entries(0, 10_000, long.MaxValue)
        .Select(entry => FactKinds.Read(entry.Header.Kind, entry.Body)).OfType<RemoteHelpGiven>()];

    private sealed class Actions : IHelpActions
    {
        public HelpRefusal? Hinders { get; set; }

        public Action? Doing { get; set; }

        public bool Hangs { get; set; }

        public int Done { get; private set; }

        public int InJournal { get; set; }

        public HelpRefusal? Hindrance(HelpRequest request) => Hinders;

        public async Task<HelpResult> DoAsync(HelpRequest request, CancellationToken deadline)
        {
            Doing?.Invoke();
            if (Hangs)
                await Task.Delay(Timeout.Infinite, deadline);
            Done++;
            return new HelpResult { Status = new HelpStatus() };
        }

        public void Answered(HelpRequest request)
        {
            // Nothing waits for it here.
        }
    }
}
