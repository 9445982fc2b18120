using EdgePos.HeadOffice;
using Xunit;

namespace EdgePos.Tests.HeadOffice;

/// <summary>The key that head office signs with.</summary>
public sealed class SigningKeyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Several_head_offices_that_begin_at_once_have_one_key_that_nobody_else_reads()
    {
        string[] keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            using var key = SigningKey.OpenOrMake(_folder.Path);
            return key.ExportSubjectPublicKeyInfoPem();
        })));
        Assert.Single(keys.Distinct());
        Assert.Equal(keys[0], await File.ReadAllTextAsync(SigningKey.PublicFileIn(_folder.Path)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("signing.key.pem")));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void A_key_that_cannot_be_read_is_said_so()
    {
        File.WriteAllText(_folder.File("signing.key.pem"), "nonsense");
        var fault = Assert.Throws<IOException>(() => SigningKey.OpenOrMake(_folder.Path));
        Assert.Contains("signing.key.pem", fault.Message, StringComparison.Ordinal);
    }
}
