using System.ComponentModel.DataAnnotations;
using EdgePos.Devices;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>Section "Devices": what hangs on the box, by name, e.g. Devices:scale1:Protocol.</summary>
public sealed class DevicesOptions : IValidatableObject
{
    private const int MostDevices = 100;
    private const int LongestName = 40;

    /// <summary>The devices, by the name that staff and registers know them by.</summary>
    public Dictionary<string, DeviceOptions> All { get; } = new(StringComparer.Ordinal);

    /// <summary>Those that are there: one without a link is written down and left out.</summary>
    public IEnumerable<KeyValuePair<string, DeviceOptions>> Present => All.Where(one => one.Value.Link.Length > 0);

    internal bool Has(string name, DeviceClass kind) =>
        All.TryGetValue(name, out var device) && DeviceKinds.Find(device.Protocol)?.Class == kind;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (All.Count > MostDevices)
            yield return new($"Devices there are {All.Count}; a box takes {MostDevices}");
        foreach (var (name, device) in All.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            if (name.Length is 0 or > LongestName || !name.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_'))
                yield return new($"Devices:{name} is no name: 1 to {LongestName} letters, digits, - and _");
            foreach (string problem in device.Problems(this))
                yield return new($"Devices:{name}:{problem}");
        }
    }
}

/// <summary>Checks section "Devices".</summary>
[OptionsValidator]
public sealed partial class DevicesOptionsValidator : IValidateOptions<DevicesOptions>;
