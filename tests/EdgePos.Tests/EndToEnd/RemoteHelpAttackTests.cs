using System.Security.Cryptography.X509Certificates;
using EdgePos.HeadOffice.V1;
using EdgePos.Relay;
using Google.Protobuf;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>Somebody who may write on a box's command topic, and whom the box should not help: the broker lets them.</summary>
public sealed class RemoteHelpAttackTests
{
    [Fact]
    public async Task Who_may_not_ask_is_refused_with_a_code_and_the_journal_says_so()
    {
        await using var shop = await HelpShop.OpenAsync();
        using var otherRoot = Certificates.Root("another");
        using var manager = Certificates.Operator(shop.Root, "max", ["help-manager"]);
        using var reader = Certificates.Operator(shop.Root, "rita", ["help-reader"]);
        using var stranger = Certificates.Operator(otherRoot, "max", ["help-manager"]);
        using var expired = Certificates.Operator(shop.Root, "old", ["help-manager"], TimeSpan.FromMinutes(30));
        await RefusedAsync(shop, HelpRefusal.NotAllowed, shop.Request(reader, new() { Restart = new() }));
        await shop.UntilAsync(() => shop.Nonce != LastNonce, "a nonce stayed after its use");
        await RefusedAsync(shop, HelpRefusal.UnknownCertificate, shop.Request(stranger, new() { Restart = new() }));
        await RefusedAsync(shop, HelpRefusal.CertificateExpired, shop.Request(expired, new() { Restart = new() }));
        await RefusedAsync(shop, HelpRefusal.NotOurs, shop.Request(manager, new() { Restart = new() }, request => request.Box = "box2"));
        await RefusedAsync(shop, HelpRefusal.Expired,
            shop.Request(manager, new() { Restart = new() }, request => request.ValidUntilUs -= 600_000_000));
        var spoiled = shop.Request(manager, new() { Status = new() });
        spoiled.Request = shop.Request(manager, new() { Restart = new() }).Request;
        await RefusedAsync(shop, HelpRefusal.NotSigned, spoiled);
        Assert.Equal(["NOT_ALLOWED", "UNKNOWN_CERTIFICATE", "CERTIFICATE_EXPIRED", "NOT_OURS", "EXPIRED", "NOT_SIGNED"],
            shop.Journal().Select(given => given.Refused));
        Assert.Equal(["rita", "", "", "max", "max", ""], shop.Journal().Select(given => given.Operator));
    }

    [Fact]
    public async Task A_request_that_comes_again_is_refused_also_after_the_box_was_started_again()
    {
        await using var shop = await HelpShop.OpenAsync();
        using var manager = Certificates.Operator(shop.Root, "max", ["help-manager"]);
        var request = shop.Request(manager, new() { Status = new() });
        Assert.NotNull((await shop.AskAsync(request)).Status);
        await RefusedAsync(shop, HelpRefusal.UsedBefore, request);
        var before = shop.Nonce;
        var held = shop.Request(manager, new() { Restart = new() }); // somebody keeps it for later
        await shop.Daemon.KillAsync();
        await shop.Daemon.StartAsync();
        await shop.UntilAsync(() => shop.Nonce.Length > 0 && shop.Nonce != before, "the box takes no help");
        await RefusedAsync(shop, HelpRefusal.UsedBefore, held);
        Assert.Equal(["", "USED_BEFORE", "USED_BEFORE"], shop.Journal().Select(given => given.Refused));
    }

    [Fact]
    public async Task Thousands_of_messages_of_any_kind_fill_no_journal_stop_no_sale_and_steer_no_answer_elsewhere()
    {
        await using var shop = await HelpShop.OpenAsync();
        using var manager = Certificates.Operator(shop.Root, "max", ["help-manager"]);
        using var otherRoot = Certificates.Root("another");
        using var stranger = Certificates.Operator(otherRoot, "max", ["help-manager"]);
        await new Till(shop.Daemon).ImportUsual();
        long before = (await shop.Daemon.StatusAsync()).JournalSeq;
        await shop.SendAsync(shop.Request(manager, new() { Status = new() }).ToByteArray(), Topics.State("demo", "S1", "box1"));
        await shop.UntilAsync(() => shop.Journal().Count == 1, "what wants its answer elsewhere is not in the journal");
        var dice = new Random(7);
        for (int i = 0; i < 3000; i++)
        {
            byte[] payload = (i % 4) switch
            {
                0 => Noise(dice, dice.Next(200)),
                1 => Noise(dice, dice.Next(40_000)),
                2 => shop.Request(stranger, new() { Restart = new() }).ToByteArray(),
                _ => Spoiled(dice, shop.Request(manager, new() { Restart = new() }).ToByteArray()),
            };
            await shop.SendAsync(payload, i % 3 == 0 ? "edgepos/v1/demo/headoffice/state" : null, Noise(dice, dice.Next(100)));
        }

        for (int i = 0; i < 5; i++)
            await new Till(shop.Daemon).Sell("SOAP");
        Assert.InRange((await shop.Daemon.StatusAsync()).JournalSeq, before + 6, before + 40);
        Assert.All(shop.Journal(), given => Assert.NotEqual("", given.Refused));
        Assert.Equal("NO_WAY_BACK", shop.Journal()[0].Refused);

        // And who may ask is heard again; what is asked while the flood still comes in may be lost with it, and is asked again.
        int code;
        string output;
        long begun = TimeProvider.System.GetTimestamp();
        do
            (code, output) = await shop.VerbAsync("help-manager", "status", "--wait", "5");
        while (code != 0 && TimeProvider.System.GetElapsedTime(begun) < Daemon.Patience);
        Assert.True(code == 0, output);
    }

    private ByteString LastNonce { get; set; } = ByteString.Empty;

    private async Task RefusedAsync(HelpShop shop, string code, SignedHelpRequest request)
    {
        LastNonce = shop.Nonce;
        var result = await shop.AskAsync(request);
        Assert.Equal(code, result.Refused?.Code);
    }

    private static byte[] Noise(Random dice, int length)
    {
        byte[] noise = new byte[length];
        dice.NextBytes(noise);
        return noise;
    }

    private static byte[] Spoiled(Random dice, byte[] good)
    {
        good[dice.Next(good.Length)] ^= (byte)dice.Next(1, 256);
        return good;
    }
}
