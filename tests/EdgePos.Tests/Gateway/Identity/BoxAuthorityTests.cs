using System.Security.Cryptography;
using EdgePos.Gateway;
using EdgePos.Ledger;
using EdgePos.V1;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace EdgePos.Tests.Gateway.Identity;

/// <summary>Where the box's root key lies, what it signs, and for how long.</summary>
public sealed class BoxAuthorityTests : IDisposable
{
    private static readonly DateTimeOffset Until = new(2026, 12, 24, 0, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_root_stays_the_same_and_its_key_is_for_its_owner_alone()
    {
        using var first = Open();
        using var second = Open();
        Assert.Equal(first.Root, second.Root);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File(BoxAuthority.KeyName)));
    }

    [Fact]
    public void A_credential_of_systemd_is_the_key_and_no_file_is_made()
    {
        using var sealedKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string credentials = Directory.CreateDirectory(_folder.File("credentials")).FullName;
        File.WriteAllText(Path.Combine(credentials, "edgepos-authority.key"), sealedKey.ExportPkcs8PrivateKeyPem());
        using var authority = BoxAuthority.Open(_folder.Path, new Credentials(credentials), "box1");
        Assert.False(File.Exists(_folder.File(BoxAuthority.KeyName)));
        using var register = authority.IssueRegister(RegisterIdentity.RequestOf(sealedKey), 7, Until);
        Assert.True(authority.IsOurs(register!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    public void A_key_that_is_none_is_a_clear_fault(string content)
    {
        File.WriteAllText(_folder.File(BoxAuthority.KeyName), content);
        var fault = Assert.Throws<LedgerFault>(Open);
        Assert.Contains("every register is paired again", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_key_is_another_root()
    {
        using var before = Open();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var register = before.IssueRegister(RegisterIdentity.RequestOf(key), 7, Until);
        File.Delete(_folder.File(BoxAuthority.KeyName));
        using var after = Open();
        Assert.NotEqual(before.Root, after.Root);
        Assert.False(after.IsOurs(register!));
        using var server = after.IssueServer("box", Until);
        Assert.False(after.IsOurs(server)); // a server is no register
    }

    [Fact]
    public void A_request_on_another_curve_or_not_signed_by_its_key_gets_nothing()
    {
        using var authority = Open();
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] forged = RegisterIdentity.RequestOf(key);
        forged[^1] ^= 1;
        foreach (byte[] csr in new[] { RegisterIdentity.RequestOf(large), forged, [], [0x30, 0x80] })
            Assert.Null(authority.IssueRegister(csr, 7, Until));
    }

    [Theory]
    [InlineData(1970)] // no battery clock
    [InlineData(2026)]
    [InlineData(2031)]
    public void The_servers_certificate_is_good_at_every_time_and_made_anew_before_it_ends(int year)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero));
        using (LedgerWriter.Open(_folder.File("ledger.db"), Sales.Setup(time)))
        {
        }

        var now = new DateTimeOffset(year, 12, 1, 0, 0, 0, TimeSpan.Zero);
        var clock = new FakeTimeProvider(now);
        using var authority = Open();
        var server = new ServerCertificate(authority, new BoxClock(clock, new LedgerReader(_folder.File("ledger.db"))), clock);
        var first = server.Current();
        Assert.InRange(now, first.NotBefore.ToUniversalTime(), first.NotAfter.ToUniversalTime().AddDays(-89));
        Assert.InRange(first.NotAfter.ToUniversalTime(), new DateTime(2027, 2, 1, 0, 0, 0, DateTimeKind.Utc), DateTime.MaxValue);
        clock.SetUtcNow(first.NotAfter.ToUniversalTime().AddDays(-31));
        Assert.Same(first, server.Current());
        clock.Advance(TimeSpan.FromDays(2));
        Assert.NotSame(first, server.Current());
    }

    private BoxAuthority Open() => BoxAuthority.Open(_folder.Path, new Credentials(null), "box1");
}
