using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgePos.Ledger;
using Xunit;

namespace EdgePos.Tests.Ledger;

/// <summary>The file of a backup: what goes in comes out with the right key, and nothing else ever does.</summary>
public sealed class SealedBackupTests : IDisposable
{
    private const int Chunk = 65_536, Tag = 16;

    private readonly TempFolder _folder = new();
    private readonly BackupKey _key = BackupKey.Make();

    private string Path => _folder.File("a.backup");

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData((3 * Chunk) + 17)]
    public void What_goes_in_comes_out_whatever_its_size(int size)
    {
        byte[] content = Write(size);
        Assert.Equal(content, Read(_key));
        int chunks = Math.Max(1, (size + Chunk - 1) / Chunk);
        Assert.Equal(size + (chunks * Tag), File.ReadAllBytes(Path).Length - HeaderBytes());
    }

    [Fact]
    public void Its_beginning_says_in_clear_text_whose_it_is_and_nothing_of_what_is_in_it()
    {
        Write(1_000);
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(Path));
        foreach (string line in new[]
        {
            "edgepos-backup 1\n", "\ntenant: demo\nstore: S1\nbox: box1\nmade: 20261130T090000Z\nprogram: 1.2.3\n", "\nlast-entry: 7\n",
            "\nconfirmed: 5\n", $"\nkey: {_key.Fingerprint}\n",
        })
            Assert.Contains(line, text, StringComparison.Ordinal);
        Assert.DoesNotContain("plain plain", text, StringComparison.Ordinal);
        Assert.Equal("edgepos-demo-S1-box1-20261130T090000Z.backup", BackupHeader.Read(Path).FileName);
    }

    [Fact]
    public void Two_backups_of_the_same_have_nothing_in_common()
    {
        Write(5_000);
        byte[] first = File.ReadAllBytes(Path)[HeaderBytes()..];
        File.Delete(Path);
        Write(5_000);
        byte[] second = File.ReadAllBytes(Path)[HeaderBytes()..];
        Assert.InRange(first.Zip(second).Count(pair => pair.First == pair.Second), 0, 200);
    }

    [Fact]
    public void Another_key_opens_nothing_and_both_are_named()
    {
        Write(100);
        using var other = BackupKey.Make();
        string said = Refused(other);
        Assert.Contains(_key.Fingerprint[..16], said, StringComparison.Ordinal);
        Assert.Contains(other.Fingerprint[..16], said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Tag)]
    [InlineData(17 + Tag)]              // the whole last chunk: what is left ends where a chunk does
    [InlineData(17 + Tag + Chunk + Tag)]
    [InlineData(17 + Tag + 5)]
    public void A_file_that_is_cut_anywhere_is_refused(int bytes)
    {
        Write((2 * Chunk) + 17);
        byte[] file = File.ReadAllBytes(Path);
        File.WriteAllBytes(Path, file[..^bytes]);
        Assert.Contains("damaged or cut off", Refused(_key), StringComparison.Ordinal);
    }

    [Fact]
    public void Chunks_that_are_changed_swapped_left_out_doubled_or_added_to_are_refused()
    {
        Write((3 * Chunk) + 5);
        byte[] file = File.ReadAllBytes(Path);
        int at = HeaderBytes(), whole = Chunk + Tag;
        int second = at + whole, third = second + whole;
        var (head, one, two, rest) = (file[..at], file[at..second], file[second..third], file[third..]);
        byte[][] bad =
        [
            [.. head, .. two, .. one, .. rest], [.. head, .. two, .. rest], [.. head, .. one, .. one, .. two, .. rest],
            [.. file, 0], [.. file, .. one], head, [.. head, .. rest],
        ];
        foreach (byte[] changed in bad)
        {
            File.WriteAllBytes(Path, changed);
            Assert.Contains("damaged or cut off", Refused(_key), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_byte_of_its_beginning_can_be_changed()
    {
        Write(10);
        byte[] file = File.ReadAllBytes(Path);
        for (int i = 0; i < HeaderBytes(file); i += 3)
        {
            byte[] changed = [.. file];
            changed[i] ^= 1;
            File.WriteAllBytes(Path, changed);
            Assert.NotEmpty(Refused(_key));
        }
    }

    [Theory]
    [InlineData("", "this is no backup of a box")]
    [InlineData("SQLite format 3", "this is no backup of a box")]
    [InlineData("edgepos-backup 2\nwhatever: it says\n\n", "made by a newer program (format 2, this one reads 1)")]
    [InlineData("edgepos-backup one\n\n", "this is no backup of a box")]
    [InlineData("edgepos-backup 1\ntenant: demo\n\n", "the beginning of this backup is damaged")]
    [InlineData("edgepos-backup 1\n", "the beginning of this backup is damaged")]
    public void What_is_no_backup_or_a_newer_one_is_told_so(string text, string sentence)
    {
        File.WriteAllText(Path, text);
        Assert.Contains(sentence, Refused(_key), StringComparison.Ordinal);
    }

    [Fact]
    public void A_public_key_is_read_from_PEM_and_from_a_certificate_and_nothing_else_passes_for_one()
    {
        using var fromKey = BackupKey.ReadPublic(_key.PublicPem(), "k");
        Assert.Equal(_key.Fingerprint, fromKey.Fingerprint);
        using var root = Certificates.Root("shop");
        using var fromCertificate = BackupKey.ReadPublic(root.ExportCertificatePem(), "k");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(root.PublicKey.ExportSubjectPublicKeyInfo())), fromCertificate.Fingerprint);

        using var rsa = RSA.Create(2048);
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (string bad in new[] { "", "hello", rsa.ExportSubjectPublicKeyInfoPem(), large.ExportSubjectPublicKeyInfoPem() })
            Assert.Throws<BackupFault>(() => BackupKey.ReadPublic(bad, "k"));
        foreach (string secret in new[] { _key.PrivatePem("long enough it is"), _key.Key.ExportECPrivateKeyPem() })
        {
            Assert.Contains("must not lie on the box",
                Assert.Throws<BackupFault>(() => BackupKey.ReadPublic(secret, "k")).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_private_half_wants_its_passphrase()
    {
        Write(100);
        string pem = _key.PrivatePem("twelve letters at least");
        Assert.True(BackupKey.IsProtected(pem));
        using var right = BackupKey.ReadPrivate(pem, "twelve letters at least", "k");
        Assert.Equal(100, Read(right).Length);
        Assert.Contains("passphrase of k is wrong",
            Assert.Throws<BackupFault>(() => BackupKey.ReadPrivate(pem, "another passphrase", "k")).Message, StringComparison.Ordinal);
        Assert.Contains("public half", Assert.Throws<BackupFault>(() => BackupKey.ReadPrivate(_key.PublicPem(), "", "k")).Message,
            StringComparison.Ordinal);
    }

    private byte[] Write(int size)
    {
        byte[] content = [.. Enumerable.Range(0, size).Select(i => (byte)"plain "[i % 6])];
        var header = new BackupHeader(Sales.Box, new DateTimeOffset(2026, 11, 30, 9, 0, 0, TimeSpan.Zero), "1.2.3",
            new JournalHead(new byte[16], 7, new byte[32]), 5, "", []);
        SealedBackup.Write(Path, header, _key, to =>
        {
            for (int at = 0; at < size; at += 7_000) // in parts that fit nothing
                to.Write(content.AsSpan(at, Math.Min(7_000, size - at)));
        }, null, CancellationToken.None);
        return content;
    }

    private byte[] Read(BackupKey key)
    {
        var content = new MemoryStream();
        using var file = File.OpenRead(Path);
        SealedBackup.Open(file, key, plain => plain.CopyTo(content), CancellationToken.None);
        return content.ToArray();
    }

    private string Refused(BackupKey key) => Assert.Throws<BackupFault>(() => Read(key)).Message;

    private int HeaderBytes() => HeaderBytes(File.ReadAllBytes(Path));

    private static int HeaderBytes(byte[] file) => file.AsSpan().IndexOf("\n\n"u8) + 2;
}
