import ProfileKit
print(try Kernel.preset("saas").check().valid)
