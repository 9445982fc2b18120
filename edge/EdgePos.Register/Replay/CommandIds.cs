using System.Security.Cryptography;
using System.Text;

namespace EdgePos.Register;

/// <summary>
/// The ids of a replay's commands: the same for the same run, file, invoice and step. A replay that was killed and
/// started again therefore sells nothing twice.
/// </summary>
/// <param name="run">Name of the run; another name sells it all again.</param>
/// <param name="fingerprint">What the file is.</param>
internal sealed class CommandIds(string run, string fingerprint)
{
    /// <summary>The id of a step of an invoice: a UUID of version 8 (RFC 9562), made of a SHA-256.</summary>
    public string Of(Invoice invoice, string step)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{run}\0{fingerprint}\0{invoice.Index}\0{invoice.Number}\0{step}"));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }
}
